import { Pencil, UserCheck } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { OfficeEntry } from '../../../../protocol/officeEntries.ts';
import { Notice } from '../../../ui/Notice.tsx';
import { longMoment, signed } from '../parts/moments.ts';
import { useMe } from '../useMe.ts';
import { useOddityText } from './useOddityText.ts';

/** What a reviewer should know of an entry before deciding, in sentences with figures. */
export function EntryNotices({ entry }: { readonly entry: OfficeEntry }) {
  const { t } = useTranslation('office');
  const oddityText = useOddityText();
  return (
    <>
      <Agreement entry={entry} />
      {entry.oddities.map((odd) => {
        const { icon, short, long } = oddityText(entry, odd);
        return (
          <Notice key={odd.kind} tone="waiting" icon={icon} title={short}>
            {long}
          </Notice>
        );
      })}
      {entry.recomputedFrom === null ? null : (
        <Notice tone="waiting">
          {t('mark.recomputedLong', {
            was: signed(entry.recomputedFrom),
            now: signed(entry.pointsBefore ?? entry.points),
          })}
        </Notice>
      )}
      {entry.oldCard === null ? null : <Notice tone="waiting">{t('mark.oldCardLong', { n: entry.oldCard })}</Notice>}
      {entry.reverses === null ? null : (
        <Notice tone="waiting">{t('mark.reversalLong', { ref: entry.reverses })}</Notice>
      )}
    </>
  );
}

/** Changed points, and where two people have to approve: who did already. */
function Agreement({ entry }: { readonly entry: OfficeEntry }) {
  const { t } = useTranslation('review');
  const me = useMe();
  const { agreed, pointsBefore, status, twoPersonPoints } = entry;
  const waits = status === 'submitted';
  const said = agreed && {
    name: agreed.byName,
    time: longMoment(agreed.at),
    points: signed(agreed.points),
    reason: agreed.reason ?? '',
  };
  return (
    <>
      {pointsBefore === null ? null : (
        <Notice tone="decided" icon={Pencil}>
          {t('change.from', { was: signed(pointsBefore), now: signed(entry.points) })}
        </Notice>
      )}
      {waits && agreed && said ? (
        <Notice tone="decided" icon={UserCheck} title={t('two.chip')}>
          <p>{agreed.points === entry.points ? t('two.noted', said) : t('two.notedReason', said)}</p>
          {agreed.by === me.user.id ? <p>{t('two.own')}</p> : null}
        </Notice>
      ) : null}
      {waits && !agreed && entry.takesTwo && twoPersonPoints !== null ? (
        <Notice tone="decided">{t('two.needed', { limit: twoPersonPoints })}</Notice>
      ) : null}
    </>
  );
}
