import { RotateCcw } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { dayOf } from '../../../domain/calendar.ts';
import { pinChange } from '../../../domain/familyPin.ts';
import type { Edit, Member, ProfileValue } from '../../../domain/household.ts';
import { isNewer } from '../../../domain/newer.ts';
import { fieldValue, winningEdit } from '../../../domain/profile.ts';
import { fieldName } from '../../../protocol/verdictWords/fieldName.ts';
import type { FileView } from '../../engine/tablet.ts';
import { currentLanguage } from '../../i18n/i18n.ts';
import { Button } from '../../ui/Button.tsx';
import { Card } from '../../ui/Card.tsx';
import { Chip } from '../../ui/Chip.tsx';
import { longDay } from '../../ui/dates.ts';
import { showToast } from '../../ui/toastStore.ts';
import { useNames } from './useNames.ts';
import { useRecord } from './useRecord.ts';

const SHOWN = 10;

function isMember(value: ProfileValue): value is Member {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

/** Every change of the file with the way back to another value (CF-08: both values are kept, one tap restores). */
export function EditHistory({ view }: { view: FileView }) {
  const { t } = useTranslation();
  const names = useNames();
  const record = useRecord();
  const { file } = view;
  if (file.edits.length === 0) return null;
  const edits = [...file.edits].sort((a, b) => (isNewer(a, b) ? -1 : 1)).slice(0, SHOWN);

  const words = (value: ProfileValue): string => {
    if (value === null || value === '') return t('file.nothing');
    if (value === 'active' || value === 'away') return t(`file.${value}`);
    if (isMember(value)) return value.name;
    if (typeof value === 'string') return value;
    return value.length === 0 ? t('file.nothing') : value.join('、');
  };
  const change = (edit: Edit): string => {
    const { was, value } = edit;
    if (edit.field === 'pin') return t(`familyPin.was.${pinChange(edit)}`);
    if (isMember(value)) return t(was === null ? 'file.memberAdded' : 'file.memberChanged', { name: value.name });
    if (isMember(was)) return t('file.memberRemoved', { name: was.name });
    return t('file.fromTo', { was: words(was), now: words(value) });
  };
  const restore = async (edit: Edit) => {
    const done = await record('household.edit', {
      household: file.code,
      set: [{ field: edit.field, value: edit.value, was: fieldValue(file, edit.field) }],
    });
    if (done.ok) showToast(t('file.restored'));
    else showToast(done.words, 'danger');
  };
  return (
    <Card title={t('file.history')} flush>
      <ul className="divide-y divide-line">
        {edits.map((edit) => {
          const inUse = winningEdit(file.edits, edit.field)?.ref === edit.ref;
          return (
            <li key={`${edit.ref} ${edit.field}`} className="flex items-center gap-3 px-4 py-2.5">
              <div className="min-w-0 flex-1">
                <p>
                  {edit.field === 'pin' ? null : (
                    <span className="font-semibold">{fieldName(edit.field, currentLanguage())} </span>
                  )}
                  {change(edit)}
                </p>
                <p className="text-sm text-muted">
                  {t('file.changedBy', { name: names.person(edit.by), date: longDay(dayOf(edit.at)) })}
                </p>
              </div>
              {inUse ? (
                <Chip tone="good">{t('file.inUse')}</Chip>
              ) : edit.field === 'pin' ? null : (
                <Button icon={RotateCcw} onClick={() => void restore(edit)}>
                  {t('file.restore')}
                </Button>
              )}
            </li>
          );
        })}
      </ul>
    </Card>
  );
}
