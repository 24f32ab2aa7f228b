import { MessageSquarePlus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Day } from '../../../domain/calendar.ts';
import { DEFAULT_POLICY } from '../../../domain/policy.ts';
import { profileOf } from '../../../domain/profile.ts';
import type { Rule } from '../../../domain/rule.ts';
import type { Verdict } from '../../../domain/verdict.ts';
import type { FileView } from '../../engine/tablet.ts';
import { PhotoField } from '../../photos/PhotoField.tsx';
import { Button } from '../../ui/Button.tsx';
import { Choice } from '../../ui/Choice.tsx';
import { TextArea } from '../../ui/Field.tsx';
import { useTabletState } from '../../useTablet.tsx';
import { DateChoice } from './DateChoice.tsx';
import type { DeedDraft } from './deedDraft.ts';
import { RoomLine } from './RoomLine.tsx';
import { ValueChoice } from './ValueChoice.tsx';

interface Props {
  readonly view: FileView;
  readonly rule: Rule;
  readonly draft: DeedDraft;
  readonly today: Day;
  readonly verdict: Verdict | undefined;
  readonly onChange: (change: Partial<DeedDraft>) => void;
}

/** What can be said about one deed: worth, person, day, note; and what the village will say to it. */
export function DeedFields({ view, rule, draft, today, verdict, onChange }: Props) {
  const { t } = useTranslation();
  const policy = useTabletState((s) => s.catalogue?.policies[view.file.village]) ?? DEFAULT_POLICY;
  const [noting, setNoting] = useState(draft.note !== '');
  const members = Object.entries(profileOf(view.file).members);
  return (
    <div className="flex flex-col gap-5">
      <div className="flex flex-col gap-2">
        {rule.description === '' ? null : <p className="text-muted">{rule.description}</p>}
        <RoomLine view={view} rule={rule} body={draft} verdict={verdict} />
      </div>
      <ValueChoice rule={rule} draft={draft} onChange={onChange} />
      {rule.cap?.scope === 'member' ? (
        <Choice
          legend={t('score.member')}
          value={draft.member}
          onChange={(member) => onChange({ member })}
          options={members.map(([id, m]) => ({ value: id, label: m.name, detail: m.relation }))}
        />
      ) : null}
      <DateChoice
        value={draft.date}
        today={today}
        daysBack={policy.deedDaysBack}
        onChange={(date) => onChange({ date })}
      />
      <PhotoField
        photos={draft.photos}
        wanted={rule.evidence === 'photo'}
        onChange={(photos) => onChange({ photos })}
      />
      {noting ? (
        <TextArea
          label={t('score.note')}
          placeholder={t('score.notePlaceholder')}
          rows={2}
          maxLength={200}
          value={draft.note}
          onChange={(event) => onChange({ note: event.target.value })}
        />
      ) : (
        <Button look="quiet" icon={MessageSquarePlus} className="self-start" onClick={() => setNoting(true)}>
          {t('score.addNote')}
        </Button>
      )}
      <div className="flex flex-col gap-1 text-sm text-muted">
        {rule.evidence === 'document' ? <p>{t('score.document')}</p> : null}
        {rule.review === 'auto' ? null : <p>{t(`score.${rule.review}`)}</p>}
      </div>
    </div>
  );
}
