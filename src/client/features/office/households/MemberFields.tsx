import { RotateCcw, UserMinus, UserPlus } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { cx } from '../../../ui/cx.ts';
import { birthYearFine, holdsNationalId, type MemberDraft } from '../../edit/profileDraft.ts';
import { InputField } from '../parts/InputField.tsx';
import { SelectField } from '../parts/SelectField.tsx';
import { SmallButton } from '../parts/SmallButton.tsx';

/** As the rolls write them: what is written in the file is Chinese in either language of the screen. */
const RELATIONS = ['户主', '配偶', '子', '女', '儿媳', '女婿', '孙子', '孙女', '父亲', '母亲', '其他'];

/** What is wrong with the members as typed. */
export function useMemberFault(): (members: readonly MemberDraft[], thisYear: number) => string | undefined {
  const { t } = useTranslation('households');
  return (members, thisYear) => {
    const here = members.filter(({ removed }) => !removed);
    const names = here.map(({ name }) => name.trim());
    const twice = names.find((name, i) => name !== '' && names.indexOf(name) !== i);
    if (names.includes('')) return t('members.nameNeeded');
    if (twice !== undefined) return t('members.twice', { name: twice });
    if (here.some(({ name, tags }) => holdsNationalId(name) || holdsNationalId(tags))) return t('hasId');
    const odd = here.find(({ birthYear }) => !birthYearFine(birthYear, thisYear));
    return odd === undefined ? undefined : t('members.yearWrong', { name: odd.name });
  };
}

interface Props {
  readonly members: readonly MemberDraft[];
  /** An id for somebody added now; undefined while there is none to give. */
  readonly freshId: () => string | undefined;
  readonly fault: string | undefined;
  readonly onChange: (members: readonly MemberDraft[]) => void;
}

/** The people of a household: change, add, take off; all of it only when the form is saved. */
export function MemberFields({ members, freshId, fault, onChange }: Props) {
  const { t } = useTranslation('households');
  const put = (id: string, part: Partial<MemberDraft>) =>
    onChange(members.map((one) => (one.id === id ? { ...one, ...part } : one)));
  const add = () => {
    const id = freshId();
    if (id === undefined) return;
    onChange([
      ...members,
      { id, name: '', relation: '其他', birthYear: '', gender: undefined, tags: '', removed: false },
    ]);
  };
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-1 font-semibold">{t('members.title')}</legend>
      {fault === undefined ? null : (
        <p role="alert" className="font-semibold text-danger">
          {fault}
        </p>
      )}
      {members.map((one, i) => (
        // biome-ignore lint/a11y/useSemanticElements: a group of fields inside a fieldset that has its legend already.
        <div
          key={one.id}
          role="group"
          aria-label={one.name.trim() === '' ? t('members.nth', { n: i + 1 }) : one.name}
          className={cx('flex flex-wrap items-end gap-2 rounded-xl border p-3', one.removed && 'bg-sunken text-muted')}
        >
          {one.removed ? (
            <span className="flex-1 self-center line-through">{one.name}</span>
          ) : (
            <>
              <InputField
                label={t('member.name')}
                value={one.name}
                maxLength={40}
                onChange={(e) => put(one.id, { name: e.target.value })}
              />
              <SelectField
                label={t('member.relation')}
                value={one.relation}
                {...(one.relation === '' ? { all: t('members.unknown') } : {})}
                options={[...new Set([...RELATIONS, ...(one.relation === '' ? [] : [one.relation])])].map((value) => ({
                  value,
                  label: value,
                }))}
                onChange={(relation) => put(one.id, { relation })}
              />
              <SelectField
                label={t('member.gender')}
                value={one.gender ?? ''}
                all={t('members.unknown')}
                options={['男', '女'].map((value) => ({ value, label: value }))}
                onChange={(value) => put(one.id, { gender: value === '男' || value === '女' ? value : undefined })}
              />
              <InputField
                label={t('member.birthYear')}
                inputMode="numeric"
                value={one.birthYear}
                maxLength={4}
                onChange={(event) => put(one.id, { birthYear: event.target.value.replace(/\D/g, '') })}
              />
              <InputField
                label={t('member.tags')}
                value={one.tags}
                maxLength={100}
                onChange={(e) => put(one.id, { tags: e.target.value })}
              />
            </>
          )}
          <SmallButton
            icon={one.removed ? RotateCcw : UserMinus}
            aria-label={t(one.removed ? 'members.keepName' : 'members.removeName', { name: one.name })}
            onClick={() => put(one.id, { removed: !one.removed })}
          >
            {one.removed ? t('members.keep') : t('members.remove')}
          </SmallButton>
        </div>
      ))}
      <SmallButton icon={UserPlus} className="self-start" onClick={add}>
        {t('members.add')}
      </SmallButton>
    </fieldset>
  );
}
