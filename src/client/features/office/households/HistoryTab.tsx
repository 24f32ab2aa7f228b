import { History, RotateCcw } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Member, ProfileValue } from '../../../../domain/household.ts';
import { fieldValue } from '../../../../domain/profile.ts';
import type { RegisterEdit } from '../../../../protocol/officeRegister.ts';
import { fieldName } from '../../../../protocol/verdictWords/fieldName.ts';
import { currentLanguage } from '../../../i18n/i18n.ts';
import { Card } from '../../../ui/Card.tsx';
import { Chip } from '../../../ui/Chip.tsx';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { Notice } from '../../../ui/Notice.tsx';
import { longMoment } from '../parts/moments.ts';
import { SmallButton } from '../parts/SmallButton.tsx';
import { useMe } from '../useMe.ts';
import { usePublish } from '../usePublish.ts';
import { type ActProps, isEnded } from './householdActs.ts';
import { valueWords } from './valueWords.ts';

function isMember(value: ProfileValue): value is Member {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

/** Every change of every field with who and when, the newest first; a value that gave way can be put back (CF-08). */
export function HistoryTab({ household, done }: ActProps) {
  const { t } = useTranslation('households');
  const me = useMe();
  const { edits, places, registered } = household;
  const { problem, busy, publish } = usePublish(done(t('history.restored')));
  const mayRestore = me.user.role !== 'committee' && !isEnded(household);
  const placeName = (village: string, grid: string) => {
    const there = me.villages.find((one) => one.code === village);
    return `${there?.name ?? village} ${there?.grids.find((one) => one.code === grid)?.name ?? grid}`;
  };

  const words = (value: ProfileValue): string =>
    valueWords(value, { nothing: t('history.nothing'), active: t('status.active'), away: t('status.away') });
  const change = ({ pin, was, value }: RegisterEdit): string => {
    if (pin !== undefined) return t(`history.pin.${pin}`);
    if (isMember(value) && was === null) return t('history.added', { member: words(value) });
    if (isMember(was) && value === null) return t('history.removed', { member: words(was) });
    return t('history.fromTo', { was: words(was), now: words(value) });
  };
  const restore = ({ field, value }: RegisterEdit) =>
    void publish({
      kind: 'household.edit',
      body: { household: household.code, set: [{ field, value, was: fieldNow(edits, household.profile, field) }] },
    });

  return (
    <>
      {problem === undefined ? null : (
        <Notice tone="danger" alert>
          {problem}
        </Notice>
      )}
      <Card title={t('history.title')} flush>
        {edits.length === 0 ? (
          <EmptyState icon={History} title={t('history.none')}>
            {t('history.noneHelp', { name: registered.byName, moment: longMoment(registered.at) })}
          </EmptyState>
        ) : (
          <ul className="divide-y divide-line">
            {edits.map((edit) => (
              <li key={`${edit.ref} ${edit.field}`} className="flex items-center gap-3 px-4 py-2.5">
                <div className="min-w-0 flex-1">
                  <p className="break-words">
                    {edit.pin === undefined ? (
                      <strong className="mr-2">{fieldName(edit.field, currentLanguage())}</strong>
                    ) : null}
                    {change(edit)}
                  </p>
                  <p className="text-xs text-muted">
                    {edit.byName} · {longMoment(edit.at)} · {edit.ref}
                  </p>
                </div>
                {edit.inUse ? (
                  <Chip tone="good">{t('history.inUse')}</Chip>
                ) : edit.pin === undefined && mayRestore ? (
                  <SmallButton icon={RotateCcw} busy={busy} className="min-h-11" onClick={() => restore(edit)}>
                    {t('history.restore')}
                  </SmallButton>
                ) : null}
              </li>
            ))}
          </ul>
        )}
      </Card>
      {places.length < 2 ? null : (
        <Card title={t('history.places')} flush>
          <ul className="divide-y divide-line">
            {places.map((place) => (
              <li key={`${place.at} ${place.grid}`} className="px-4 py-2.5">
                <p>
                  {placeName(place.village, place.grid)} {place.naturalVillage}
                </p>
                <p className="text-xs text-muted">
                  {[longMoment(place.at), place.byName, place.reason].filter(Boolean).join(' · ')}
                </p>
              </li>
            ))}
          </ul>
        </Card>
      )}
    </>
  );
}

/** What stands now: that is what the person sees and replaces. */
function fieldNow(
  edits: readonly RegisterEdit[],
  base: ActProps['household']['profile'],
  field: RegisterEdit['field'],
): ProfileValue {
  const inUse = edits.find((edit) => edit.field === field && edit.inUse);
  return inUse === undefined ? fieldValue({ base, edits: [] }, field) : inUse.value;
}
