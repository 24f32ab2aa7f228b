import { FolderOpen } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { dayOf } from '../../../domain/calendar.ts';
import { clockText } from '../../../protocol/clockText.ts';
import { decisionText } from '../../../protocol/decisionText.ts';
import { verdictText } from '../../../protocol/verdictText.ts';
import type { TrayItem } from '../../engine/tablet.ts';
import { currentLanguage } from '../../i18n/i18n.ts';
import { Button } from '../../ui/Button.tsx';
import { longDay, timeOf } from '../../ui/dates.ts';
import { Notice } from '../../ui/Notice.tsx';
import { Sheet } from '../../ui/Sheet.tsx';
import { describeOp } from '../household/describeOp.ts';
import { Facts } from '../household/Facts.tsx';
import { useNames } from '../household/useNames.ts';
import { Competing } from './Competing.tsx';
import { StandingChip } from './StandingChip.tsx';
import { standingOf } from './standing.ts';

const NEXT = { here: 'here', counted: 'counted', held: 'held', decided: 'counted', refused: 'refused' } as const;

interface Props {
  readonly item: TrayItem;
  readonly family: string | undefined;
  readonly onClose: () => void;
}

/** One own op in full: where it stands, why, who competes with it, what to do. */
export function TraySheet({ item, family, onClose }: Props) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const names = useNames();
  const standing = standingOf(item);
  const { verdict, decided, household } = item;
  const clock = clockText(item.shiftMs ?? 0, currentLanguage());
  const competing = Array.isArray(verdict?.params?.competing) ? verdict.params.competing : [];
  return (
    <Sheet
      open
      title={describeOp(item, t, names)}
      closeLabel={t('act.close')}
      onClose={onClose}
      {...(household === undefined
        ? {}
        : {
            footer: (
              <Button
                size="lg"
                icon={FolderOpen}
                block
                onClick={() => {
                  onClose();
                  void navigate(`/households/${household}`);
                }}
              >
                {t('tray.openFile')}
              </Button>
            ),
          })}
    >
      <div className="flex flex-col gap-4">
        <div className="flex flex-wrap items-center gap-3">
          <span className="text-xl font-bold">{family}</span>
          <StandingChip standing={standing} />
        </div>
        {item.former ? <Notice tone="waiting">{t('tray.fork.former')}</Notice> : null}
        {decided ? <Notice tone="decided">{decisionText(decided, currentLanguage(), names)}</Notice> : null}
        {verdict && (verdict.outcome !== 'applied' || verdict.code !== 'ok') ? (
          <Notice tone={verdict.outcome === 'refused' ? 'danger' : verdict.outcome === 'held' ? 'decided' : 'waiting'}>
            {verdictText(verdict, currentLanguage(), names)}
          </Notice>
        ) : null}
        {clock === undefined ? null : <Notice tone="waiting">{clock}</Notice>}
        {household !== undefined && competing.length > 0 ? (
          <Competing household={household} entries={competing} />
        ) : null}
        <Facts
          facts={[
            [t('tray.whatNow'), t(`tray.next.${NEXT[standing]}`)],
            [t('entry.by'), names.person(item.by)],
            [t('tray.when'), t('tray.at', { date: longDay(dayOf(item.at)), time: timeOf(item.at) })],
            [t('entry.number'), item.ref],
            [t('tray.fork.was'), item.was],
          ]}
        />
      </div>
    </Sheet>
  );
}
