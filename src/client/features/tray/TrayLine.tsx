import { useTranslation } from 'react-i18next';
import { dayOf } from '../../../domain/calendar.ts';
import { clockText } from '../../../protocol/clockText.ts';
import { decisionText } from '../../../protocol/decisionText.ts';
import { verdictText } from '../../../protocol/verdictText.ts';
import type { TrayItem } from '../../engine/tablet.ts';
import { currentLanguage } from '../../i18n/i18n.ts';
import { shortDay, timeOf } from '../../ui/dates.ts';
import { Row } from '../../ui/Row.tsx';
import { describeOp } from '../household/describeOp.ts';
import { useNames } from '../household/useNames.ts';
import { StandingChip } from './StandingChip.tsx';
import { standingOf } from './standing.ts';

interface Props {
  readonly item: TrayItem;
  readonly family: string | undefined;
  readonly onOpen: () => void;
}

/** One own op: what it was, for whom, where it stands; the reason when a person decides or it was not taken. */
export function TrayLine({ item, family, onOpen }: Props) {
  const { t } = useTranslation();
  const names = useNames();
  const standing = standingOf(item);
  const reason = item.decided
    ? decisionText(item.decided, currentLanguage(), names)
    : item.verdict && (item.verdict.outcome !== 'applied' || item.verdict.code !== 'ok')
      ? verdictText(item.verdict, currentLanguage(), names)
      : undefined;
  const clock = clockText(item.shiftMs ?? 0, currentLanguage());
  const when = t('tray.at', { date: shortDay(dayOf(item.at)), time: timeOf(item.at) });
  return (
    <Row
      title={family ?? describeOp(item, t, names)}
      detail={
        <span className="flex flex-col items-start gap-1">
          {family === undefined ? null : <span className="text-base text-ink">{describeOp(item, t, names)}</span>}
          <span className="flex flex-wrap items-center gap-2">
            <StandingChip standing={standing} />
            {when}
          </span>
          {reason === undefined ? null : <span className="text-ink">{reason}</span>}
          {clock === undefined ? null : <span className="text-waiting">{clock}</span>}
        </span>
      }
      onOpen={onOpen}
    />
  );
}
