import { Undo2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Entry } from '../../../domain/household.ts';
import { mayRecord } from '../../../domain/role.ts';
import { Button } from '../../ui/Button.tsx';
import { longDay, shortDay, timeOf } from '../../ui/dates.ts';
import { DeedPoints, signed } from '../../ui/Points.tsx';
import { Sheet } from '../../ui/Sheet.tsx';
import { useTabletState } from '../../useTablet.tsx';
import type { EntryState } from './entryState.ts';
import { Facts } from './Facts.tsx';
import { ReverseForm } from './ReverseForm.tsx';
import { StateChip } from './StateChip.tsx';
import { useNames } from './useNames.ts';

interface Props {
  readonly household: string;
  readonly entry: Entry;
  readonly title: string;
  readonly member: string | undefined;
  readonly state: EntryState;
  /** A reversal of it exists already. */
  readonly reversing: boolean;
  readonly onClose: () => void;
}

/** All that is known of one deed, and the way to take it back. */
export function EntrySheet({ household, entry, title, member, state, reversing, onClose }: Props) {
  const { t } = useTranslation();
  const names = useNames();
  const role = useTabletState((s) => s.user?.role);
  const kind = useTabletState((s) => s.device?.kind);
  const [taking, setTaking] = useState(false);
  const may = role !== undefined && kind !== undefined && mayRecord(role, kind, 'entry.reverse');
  const reversible = may && !reversing && !entry.reverses && state !== 'rejected' && state !== 'reversed';

  if (taking) {
    return <ReverseForm household={household} entry={entry} title={title} onClose={onClose} />;
  }
  const recorded = t('entry.byAt', {
    name: names.person(entry.by),
    date: shortDay(entry.date),
    time: timeOf(entry.at),
  });
  return (
    <Sheet
      open
      title={t('entry.title')}
      closeLabel={t('act.close')}
      onClose={onClose}
      {...(reversible
        ? {
            footer: (
              <Button look="dangerQuiet" size="lg" icon={Undo2} block onClick={() => setTaking(true)}>
                {t('entry.reverse')}
              </Button>
            ),
          }
        : {})}
    >
      <div className="flex flex-col gap-4">
        <div className="flex items-start justify-between gap-4">
          <p className="text-xl font-bold">{entry.reverses ? t('entry.reversal', { title }) : title}</p>
          <DeedPoints points={entry.points} size="xl" void={state === 'rejected' || state === 'reversed'} />
        </div>
        <div className="flex flex-wrap items-center gap-3">
          <StateChip state={state} />
          {state === 'held' ? null : <span className="text-muted">{t(`entry.explain.${state}`)}</span>}
        </div>
        <Facts
          facts={[
            [t('entry.date'), longDay(entry.date)],
            [t('entry.member'), member],
            [t('entry.level'), entry.level],
            [t('entry.quantity'), entry.quantity === 1 ? undefined : entry.quantity],
            [t('entry.note'), entry.note],
            [t('entry.reason'), entry.status === 'rejected' ? entry.reason : undefined],
            [t('entry.by'), recorded],
            [t('entry.number'), entry.id],
          ]}
        />
        {entry.pointsBefore === undefined ? null : (
          <p className="text-decided">
            {t('entry.changed', {
              was: signed(entry.pointsBefore),
              now: signed(entry.points),
              reason: entry.reason ?? '',
            })}
          </p>
        )}
        {entry.agreed !== undefined && entry.status === 'submitted' ? (
          <p className="text-decided">{t('entry.agreed')}</p>
        ) : null}
        {entry.late === undefined ? null : <p className="text-waiting">{t('entry.late')}</p>}
        {entry.waits && state !== 'reversed' ? <p className="text-waiting">{t('entry.waitsWhy')}</p> : null}
        {entry.oldCard === undefined ? null : (
          <p className="text-waiting">{t('entry.oldCard', { n: entry.oldCard })}</p>
        )}
      </div>
    </Sheet>
  );
}
