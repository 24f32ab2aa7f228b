import { UserMinus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/Button.tsx';
import { Choice } from '../../ui/Choice.tsx';
import { TextField } from '../../ui/Field.tsx';
import { Sheet } from '../../ui/Sheet.tsx';
import { birthYearFine, holdsNationalId, type MemberDraft } from './profileDraft.ts';

/** As the rolls write them; the data is Chinese in either language of the screen. */
const RELATIONS = {
  配偶: 'spouse',
  子: 'son',
  女: 'daughter',
  儿媳: 'daughterInLaw',
  女婿: 'sonInLaw',
  孙子: 'grandson',
  孙女: 'granddaughter',
  父亲: 'father',
  母亲: 'mother',
  户主: 'head',
  其他: 'other',
} as const;

interface Props {
  readonly member: MemberDraft;
  /** Names of the others, so that two people are not confused. */
  readonly others: readonly string[];
  readonly thisYear: number;
  readonly canRemove: boolean;
  readonly onDone: (member: MemberDraft) => void;
  readonly onClose: () => void;
}

/** One person of the household. */
export function MemberSheet({ member, others, thisYear, canRemove, onDone, onClose }: Props) {
  const { t } = useTranslation();
  const [draft, setDraft] = useState(member);
  const [tried, setTried] = useState(false);
  const change = (part: Partial<MemberDraft>) => setDraft((before) => ({ ...before, ...part }));
  const name = draft.name.trim();
  const nameError =
    name === ''
      ? t('edit.memberNameNeeded')
      : holdsNationalId(name)
        ? t('edit.hasId')
        : others.includes(name)
          ? t('edit.memberTwice')
          : undefined;
  const yearError = birthYearFine(draft.birthYear, thisYear) ? undefined : t('edit.birthYearWrong');
  const tagsError = holdsNationalId(draft.tags) ? t('edit.hasId') : undefined;
  const known = Object.keys(RELATIONS);
  const relations = known.includes(draft.relation) || draft.relation === '' ? known : [draft.relation, ...known];

  const done = () => {
    setTried(true);
    if (!nameError && !yearError && !tagsError) onDone({ ...draft, name, relation: draft.relation || '其他' });
  };
  return (
    <Sheet
      open
      title={t('edit.memberTitle')}
      closeLabel={t('act.close')}
      onClose={onClose}
      footer={
        <Button look="primary" size="lg" block onClick={done}>
          {t('edit.memberDone')}
        </Button>
      }
    >
      <div className="flex flex-col gap-5">
        <TextField
          label={t('edit.memberName')}
          value={draft.name}
          error={tried ? nameError : undefined}
          maxLength={40}
          onChange={(event) => change({ name: event.target.value })}
        />
        <Choice
          legend={t('edit.relation')}
          value={draft.relation}
          onChange={(relation) => change({ relation })}
          options={relations.map((value) => ({
            value,
            label: value in RELATIONS ? t(`edit.relations.${RELATIONS[value as keyof typeof RELATIONS]}`) : value,
          }))}
        />
        <Choice
          legend={t('edit.gender')}
          value={draft.gender}
          onChange={(gender) => change({ gender })}
          options={[
            { value: '男', label: t('edit.male') },
            { value: '女', label: t('edit.female') },
          ]}
        />
        <TextField
          label={t('edit.birthYear')}
          hint={t('edit.birthYearHint')}
          inputMode="numeric"
          maxLength={4}
          value={draft.birthYear}
          error={tried ? yearError : undefined}
          onChange={(event) => change({ birthYear: event.target.value.replace(/\D/g, '') })}
        />
        <TextField
          label={t('edit.memberTags')}
          hint={t('edit.tagsHint')}
          value={draft.tags}
          error={tagsError}
          maxLength={100}
          onChange={(event) => change({ tags: event.target.value })}
        />
        {canRemove ? (
          <Button
            look="dangerQuiet"
            icon={UserMinus}
            className="self-start"
            onClick={() => onDone({ ...member, removed: true })}
          >
            {t('edit.removeMember')}
          </Button>
        ) : null}
      </div>
    </Sheet>
  );
}
