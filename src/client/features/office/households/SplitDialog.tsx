import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { TextField } from '../../../ui/Field.tsx';
import { Notice } from '../../../ui/Notice.tsx';
import { phoneFine } from '../../edit/profileDraft.ts';
import { postJson } from '../officeApi.ts';
import { grouped } from '../parts/moments.ts';
import { SelectField } from '../parts/SelectField.tsx';
import { useProblemText } from '../parts/useProblemText.ts';
import { useRemote } from '../useRemote.ts';
import { FinalDialog } from './FinalDialog.tsx';
import type { ActProps } from './householdActs.ts';

/** Some members become a household of their own and take points along (CF-09): who, how many, and what both have then. */
export function SplitDialog({ household, done, onClose }: ActProps & { readonly onClose: () => void }) {
  const { t } = useTranslation('households');
  const problemText = useProblemText();
  const { profile, points, village } = household;
  const members = Object.entries(profile.members);
  const [going, setGoing] = useState<ReadonlySet<string>>(new Set());
  const [head, setHead] = useState('');
  const [phone, setPhone] = useState('');
  const [doorPlate, setDoorPlate] = useState('');
  const [taken, setTaken] = useState('0');
  const [tried, setTried] = useState(false);
  const next = useRemote(village, () => postJson<{ code: string }>('/api/office/households/next-code', { village }));
  const names = members.filter(([id]) => going.has(id)).map(([, one]) => one.name);
  const newHead = names.includes(head) ? head : (names[0] ?? '');
  const free = Math.max(0, points.free);
  const take = /^\d{1,7}$/.test(taken.trim()) ? Number(taken) : -1;
  const faults = {
    going: going.size === 0 ? t('split.nobody') : going.size === members.length ? t('split.everybody') : undefined,
    phone: phoneFine(phone) ? undefined : t('phoneWrong'),
    points: take < 0 || take > free ? t('split.pointsWrong', { free: grouped(free) }) : undefined,
  };
  const faulty = Object.values(faults).some((one) => one !== undefined);
  const code = next.data?.code;

  const toggle = (id: string) => {
    const changed = new Set(going);
    if (!changed.delete(id)) changed.add(id);
    setGoing(changed);
  };
  return (
    <FinalDialog
      title={t('split.title', { head: profile.head })}
      act={t('act.split')}
      sure={t('split.sure')}
      reasons={[t('split.reasons.own'), t('split.reasons.married')]}
      onClose={onClose}
      onSaved={done(t('split.done', { code: code ?? '' }))}
      opOf={(reason) => {
        setTried(true);
        if (faulty || code === undefined) return undefined;
        const to = { to: code, head: newHead, phone: phone.trim(), doorPlate: doorPlate.trim() };
        return {
          kind: 'household.split',
          body: { household: household.code, ...to, members: [...going], points: take, reason },
        };
      }}
    >
      {next.problem === undefined ? null : (
        <Notice tone="danger" alert>
          {problemText(next.problem)}
        </Notice>
      )}
      <fieldset className="flex flex-col gap-1">
        <legend className="mb-1 font-semibold">{t('split.who')}</legend>
        {tried && faults.going !== undefined ? (
          <p role="alert" className="font-semibold text-danger">
            {faults.going}
          </p>
        ) : null}
        {members.map(([id, one]) => (
          <label key={id} className="flex min-h-11 items-center gap-3 rounded-lg px-2 hover:bg-sunken">
            <input
              type="checkbox"
              checked={going.has(id)}
              onChange={() => toggle(id)}
              className="size-5 accent-primary"
            />
            <span>{one.name}</span>
            <span className="text-muted">{one.relation}</span>
          </label>
        ))}
      </fieldset>
      <div className="flex flex-wrap gap-4">
        <SelectField
          label={t('split.head')}
          value={newHead}
          options={names.map((name) => ({ value: name, label: name }))}
          disabled={names.length === 0}
          onChange={setHead}
        />
      </div>
      <TextField
        label={t('field.doorPlate')}
        value={doorPlate}
        maxLength={60}
        onChange={(e) => setDoorPlate(e.target.value)}
      />
      <TextField
        label={t('field.phone')}
        type="tel"
        value={phone}
        maxLength={20}
        error={tried ? faults.phone : undefined}
        onChange={(event) => setPhone(event.target.value)}
      />
      <TextField
        label={t('split.points')}
        hint={t('split.pointsHint', { free: grouped(free) })}
        inputMode="numeric"
        value={taken}
        maxLength={7}
        error={tried ? faults.points : undefined}
        onChange={(event) => setTaken(event.target.value)}
      />
      {going.size > 0 && take >= 0 && take <= free ? (
        <ul className="flex list-disc flex-col gap-1 pl-5">
          <li>
            {t('split.effect.new', { code: code ?? '…', head: newHead, count: going.size, points: grouped(take) })}
          </li>
          <li>
            {t('split.effect.old', {
              code: household.code,
              count: members.length - going.size,
              points: grouped(points.redeemable - take),
            })}
          </li>
          <li>{t('split.effect.card')}</li>
        </ul>
      ) : null}
    </FinalDialog>
  );
}
