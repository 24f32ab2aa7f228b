import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { TextField } from '../../../ui/Field.tsx';
import { holdsNationalId, type ProfileDraft, phoneFine } from '../../edit/profileDraft.ts';
import { SelectField } from '../parts/SelectField.tsx';

export interface ProfileFaults {
  readonly head?: string | undefined;
  readonly phone?: string | undefined;
  readonly doorPlate?: string | undefined;
  readonly tags?: string | undefined;
}

/** What is wrong with a profile as typed; a phone that was there before is let stand. */
export function useProfileFaults(): (draft: ProfileDraft, phoneBefore: string) => ProfileFaults {
  const { t } = useTranslation('households');
  const noId = (text: string) => (holdsNationalId(text) ? t('hasId') : undefined);
  return (draft, phoneBefore) => ({
    head: draft.head.trim() === '' ? t('headNeeded') : noId(draft.head),
    phone: draft.phone.trim() === phoneBefore || phoneFine(draft.phone) ? undefined : t('phoneWrong'),
    doorPlate: noId(draft.doorPlate),
    tags: noId(draft.tags),
  });
}

interface Props {
  readonly draft: ProfileDraft;
  readonly faults: ProfileFaults;
  /** Tags that the register has, to choose from. */
  readonly tags: readonly string[];
  readonly onChange: (part: Partial<ProfileDraft>) => void;
}

/** Head, phone, plate, state and tags of a household. */
export function ProfileFields({ draft, faults, tags, onChange }: Props) {
  const { t } = useTranslation('households');
  const heads = useId();
  const typed = draft.tags.split(/[、，,；;\s]+/);
  return (
    <>
      <TextField
        label={t('field.head')}
        list={heads}
        value={draft.head}
        maxLength={40}
        error={faults.head}
        onChange={(event) => onChange({ head: event.target.value })}
      />
      <datalist id={heads}>
        {draft.members.flatMap(({ id, name, removed }) =>
          removed || name.trim() === '' ? [] : [<option key={id} value={name.trim()} />],
        )}
      </datalist>
      <TextField
        label={t('field.phone')}
        type="tel"
        value={draft.phone}
        maxLength={20}
        error={faults.phone}
        onChange={(event) => onChange({ phone: event.target.value })}
      />
      <TextField
        label={t('field.doorPlate')}
        value={draft.doorPlate}
        maxLength={60}
        error={faults.doorPlate}
        onChange={(event) => onChange({ doorPlate: event.target.value })}
      />
      <SelectField
        label={t('state')}
        value={draft.status}
        options={[
          { value: 'active', label: t('status.active') },
          { value: 'away', label: t('status.away') },
        ]}
        onChange={(value) => onChange({ status: value === 'away' ? 'away' : 'active' })}
      />
      <div className="flex flex-col gap-2">
        <TextField
          label={t('tags')}
          hint={t('tagsHint')}
          value={draft.tags}
          maxLength={100}
          error={faults.tags}
          onChange={(event) => onChange({ tags: event.target.value })}
        />
        <div className="flex flex-wrap gap-2">
          {tags
            .filter((tag) => !typed.includes(tag))
            .map((tag) => (
              <button
                key={tag}
                type="button"
                onClick={() => onChange({ tags: draft.tags.trim() === '' ? tag : `${draft.tags.trim()}、${tag}` })}
                className="min-h-11 rounded-lg border border-line-strong px-3 hover:bg-sunken"
              >
                {t('addTag', { tag })}
              </button>
            ))}
        </div>
      </div>
    </>
  );
}
