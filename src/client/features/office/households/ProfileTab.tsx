import { KeyRound } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Card } from '../../../ui/Card.tsx';
import { Chip } from '../../../ui/Chip.tsx';
import { FactList } from '../parts/FactList.tsx';
import { longMoment } from '../parts/moments.ts';
import { SmallButton } from '../parts/SmallButton.tsx';
import { CELL, HEAD } from '../parts/tableClasses.ts';
import { useMe } from '../useMe.ts';
import { type ActProps, isEnded } from './householdActs.ts';
import { PinDialog } from './PinDialog.tsx';

/** Who they are: profile, members, the family PIN. */
export function ProfileTab({ household, done }: ActProps) {
  const { t } = useTranslation('households');
  const me = useMe();
  const [removing, setRemoving] = useState(false);
  const { profile, registered } = household;
  const village = me.villages.find((one) => one.code === household.village);
  const grid = village?.grids.find((one) => one.code === household.grid);
  const members = Object.entries(profile.members);
  return (
    <>
      <Card title={t('profile.title')}>
        <FactList
          facts={[
            [t('village'), village?.name ?? household.village],
            [t('grid'), grid?.name ?? household.grid],
            [t('naturalVillage'), profile.naturalVillage],
            [t('field.doorPlate'), profile.doorPlate],
            [t('field.phone'), profile.phone === '' ? t('profile.noPhone') : profile.phone],
            [t('state'), t(`status.${profile.status}`)],
            [t('tags'), profile.tags.length === 0 ? t('profile.noTags') : <Tags key="tags" tags={profile.tags} />],
            [t('profile.registered'), `${longMoment(registered.at)} · ${registered.byName}`],
            [t('profile.pin'), household.hasPin ? t('profile.pinSet') : t('profile.pinNone')],
          ]}
        />
        {household.hasPin && me.user.role !== 'committee' && !isEnded(household) ? (
          <SmallButton icon={KeyRound} look="dangerQuiet" className="mt-3 min-h-11" onClick={() => setRemoving(true)}>
            {t('pin.act')}
          </SmallButton>
        ) : null}
      </Card>
      <Card title={t('profile.members', { count: members.length })} flush>
        <div className="overflow-x-auto max-wide:scroll-more-x">
          <table className="w-full border-collapse">
            <thead>
              <tr className={HEAD}>
                {(['name', 'relation', 'gender', 'birthYear', 'tags'] as const).map((key) => (
                  <th key={key} scope="col" className={CELL}>
                    {t(`member.${key}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {members.map(([id, one]) => (
                <tr key={id} className="border-t">
                  <th scope="row" className={`${CELL} text-left font-semibold`}>
                    {one.name}
                  </th>
                  <td className={CELL}>{one.relation}</td>
                  <td className={CELL}>{one.gender ?? ''}</td>
                  <td className={`${CELL} tabular-nums`}>{one.birthYear ?? ''}</td>
                  <td className={CELL}>{one.tags.join('、')}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </Card>
      {removing ? (
        <PinDialog
          household={household}
          onClose={() => setRemoving(false)}
          done={(words) => (unsent, verdict) => {
            setRemoving(false);
            done(words)(unsent, verdict);
          }}
        />
      ) : null}
    </>
  );
}

function Tags({ tags }: { readonly tags: readonly string[] }) {
  return (
    <span className="flex flex-wrap gap-1">
      {tags.map((tag) => (
        <Chip key={tag} tone="plain">
          {tag}
        </Chip>
      ))}
    </span>
  );
}
