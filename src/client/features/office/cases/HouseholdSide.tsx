import { useTranslation } from 'react-i18next';
import type { OfficeHousehold } from '../../../../protocol/officeCases.ts';
import { FactList } from '../parts/FactList.tsx';

interface Props {
  readonly households: readonly OfficeHousehold[];
  /** True when one of them is to be chosen for what was recorded before a split. */
  readonly parts: boolean;
}

/** The households that a decision is about, so that a person can tell whether they are one (CF-09, CF-10). */
export function HouseholdSide({ households, parts }: Props) {
  const { t } = useTranslation('office');
  const side = (one: OfficeHousehold) => (parts ? 'part' : one.isNew ? 'registered' : 'there');
  return (
    <div className="flex flex-col gap-3">
      {households.map((one) => (
        <article key={one.code} className="flex flex-col gap-1.5 rounded-xl border bg-surface px-4 py-2.5">
          <h3 className="font-bold">{t(`cases.side.${side(one)}`)}</h3>
          <p className="text-base font-semibold">{t('family', { head: one.head })}</p>
          <FactList
            facts={[
              [t('cases.home.code'), one.code],
              [t('cases.home.doorPlate'), `${one.naturalVillage} ${one.doorPlate}`.trim()],
              [t('cases.home.phone'), one.phone],
              [t('cases.home.members'), one.members.join('、')],
              [t('cases.home.earned'), t('cases.points', { count: one.earned })],
            ]}
          />
        </article>
      ))}
    </div>
  );
}
