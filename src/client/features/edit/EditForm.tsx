import { Check } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { HouseholdFile } from '../../../domain/household.ts';
import { profileOf } from '../../../domain/profile.ts';
import { useFormGuard } from '../../pwa/formGuard.ts';
import { Button } from '../../ui/Button.tsx';
import { Card } from '../../ui/Card.tsx';
import { Choice } from '../../ui/Choice.tsx';
import { TextField } from '../../ui/Field.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { Screen } from '../../ui/Screen.tsx';
import { showToast } from '../../ui/toastStore.ts';
import { useRecord } from '../household/useRecord.ts';
import { useToday } from '../household/useToday.ts';
import { MembersEditor } from './MembersEditor.tsx';
import { changesOf, draftOf, holdsNationalId, type ProfileDraft, phoneFine } from './profileDraft.ts';

interface Props {
  readonly file: HouseholdFile;
  readonly onDone: () => void;
}

/**
 * The form of a profile. What the person saw when it opened stays the `was` of every change, even when somebody else's
 * change arrives while typing: that is how the judge knows the two collided (CF-08).
 */
export function EditForm({ file, onDone }: Props) {
  const { t } = useTranslation();
  const record = useRecord();
  const [seen] = useState(() => profileOf(file));
  const [draft, setDraft] = useState<ProfileDraft>(() => draftOf(seen));
  const [error, setError] = useState<string>();
  const [busy, setBusy] = useState(false);
  const thisYear = Number(useToday().slice(0, 4));
  const changes = useMemo(() => changesOf(seen, draft), [seen, draft]);
  useFormGuard(changes.length > 0);
  const change = (part: Partial<ProfileDraft>) => setDraft((before) => ({ ...before, ...part }));

  const idError = (text: string) => (holdsNationalId(text) ? t('edit.hasId') : undefined);
  const headError = draft.head.trim() === '' ? t('edit.headNeeded') : idError(draft.head);
  const phoneChanged = draft.phone.trim() !== seen.phone;
  const phoneError = phoneChanged && !phoneFine(draft.phone) ? t('edit.phoneWrong') : undefined;
  const plateError = idError(draft.doorPlate);
  const tagsError = idError(draft.tags);
  const wrong = headError ?? phoneError ?? plateError ?? tagsError;

  const save = async () => {
    setBusy(true);
    const done = await record('household.edit', { household: file.code, set: changes });
    setBusy(false);
    if (!done.ok) {
      setError(done.words);
      return;
    }
    showToast(t('edit.saved'));
    onDone();
  };
  return (
    <Screen
      header={
        <PageHeader title={t('edit.title')} subtitle={file.code} back={{ label: t('act.back'), onBack: onDone }} />
      }
      footer={
        <Button
          look="primary"
          size="lg"
          icon={Check}
          block
          busy={busy}
          disabled={changes.length === 0 || wrong !== undefined}
          onClick={() => void save()}
        >
          {changes.length === 0 ? t('edit.nothing') : t('edit.save', { count: changes.length })}
        </Button>
      }
    >
      {error ? (
        <Notice tone="danger" alert>
          {error}
        </Notice>
      ) : null}
      <Card>
        <div className="flex flex-col gap-5">
          <TextField
            label={t('edit.head')}
            value={draft.head}
            error={headError}
            maxLength={40}
            onChange={(event) => change({ head: event.target.value })}
          />
          <TextField
            label={t('edit.phone')}
            hint={t('edit.phoneHint')}
            type="tel"
            inputMode="tel"
            value={draft.phone}
            error={phoneError}
            maxLength={20}
            onChange={(event) => change({ phone: event.target.value })}
          />
          <TextField
            label={t('edit.doorPlate')}
            value={draft.doorPlate}
            error={plateError}
            maxLength={60}
            onChange={(event) => change({ doorPlate: event.target.value })}
          />
          <Choice
            legend={t('edit.status')}
            value={draft.status}
            onChange={(status) => change({ status })}
            options={[
              { value: 'active', label: t('edit.active') },
              { value: 'away', label: t('edit.away') },
            ]}
          />
          <TextField
            label={t('edit.tags')}
            hint={t('edit.tagsHint')}
            value={draft.tags}
            error={tagsError}
            maxLength={100}
            onChange={(event) => change({ tags: event.target.value })}
          />
        </div>
      </Card>
      <MembersEditor seen={seen} draft={draft} thisYear={thisYear} onChange={(members) => change({ members })} />
      <p className="px-1 text-sm text-muted">{t('edit.noId')}</p>
    </Screen>
  );
}
