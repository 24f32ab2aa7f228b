import { useTranslation } from 'react-i18next';
import { capRoom } from '../../../domain/cap.ts';
import type { OpBodies } from '../../../domain/op.ts';
import type { Rule } from '../../../domain/rule.ts';
import type { Verdict } from '../../../domain/verdict.ts';
import { verdictText } from '../../../protocol/verdictText.ts';
import type { FileView } from '../../engine/tablet.ts';
import { currentLanguage } from '../../i18n/i18n.ts';
import { Notice } from '../../ui/Notice.tsx';
import { useNames } from '../household/useNames.ts';

interface Props {
  readonly view: FileView;
  readonly rule: Rule;
  readonly body: Pick<OpBodies['entry.record'], 'date' | 'member'>;
  /** What the judge on this device expects; absent while something is still to be chosen. */
  readonly verdict: Verdict | undefined;
}

/** Before saving: what the cap still leaves, or why a person will decide. */
export function RoomLine({ view, rule, body, verdict }: Props) {
  const { t } = useTranslation();
  const names = useNames();
  const cap = rule.cap;
  const room = capRoom(rule, view.file.entries, body.date, body.member);
  const full = cap !== undefined && (room.times < 1 || room.points < 1);
  if (cap && full) {
    return <Notice tone="decided">{t(`score.room.usedTimes.${cap.period}`, { used: room.competing.length })}</Notice>;
  }
  if (verdict && (verdict.outcome !== 'applied' || verdict.code !== 'ok')) {
    const tone = verdict.outcome === 'held' ? 'decided' : verdict.outcome === 'refused' ? 'danger' : 'waiting';
    return <Notice tone={tone}>{verdictText(verdict, currentLanguage(), names)}</Notice>;
  }
  if (!cap) return null;
  const words = [
    ...(cap.times === undefined ? [] : [t(`score.room.leftTimes.${cap.period}`, { left: room.times })]),
    ...(cap.points === undefined ? [] : [t(`score.room.leftPoints.${cap.period}`, { left: room.points })]),
  ];
  return <p className="text-muted">{words.join(' · ')}</p>;
}
