import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RegisterHousehold } from '../../../../protocol/officeRegister.ts';
import { Notice } from '../../../ui/Notice.tsx';
import { postJson } from '../officeApi.ts';
import { grouped } from '../parts/moments.ts';
import { useProblemText } from '../parts/useProblemText.ts';
import { useRemote } from '../useRemote.ts';
import { FinalDialog } from './FinalDialog.tsx';
import { FindHousehold } from './FindHousehold.tsx';
import type { ActProps } from './householdActs.ts';

/** Two households are one family (CF-09): which one stays, and what it then has. */
export function MergeDialog({ household, done, onClose }: ActProps & { readonly onClose: () => void }) {
  const { t } = useTranslation('households');
  const problemText = useProblemText();
  const [into, setInto] = useState<string>();
  const [asked, setAsked] = useState(false);
  const { data, problem } = useRemote(into ?? '', async () =>
    into === undefined ? undefined : postJson<RegisterHousehold>('/api/office/households/one', { household: into }),
  );
  const other = data?.code === into ? data : undefined;
  return (
    <FinalDialog
      title={t('merge.title', { head: household.profile.head, code: household.code })}
      act={t('act.merge')}
      sure={t('merge.sure')}
      reasons={[t('merge.reasons.together'), t('merge.reasons.twice')]}
      onClose={onClose}
      onSaved={done(t('merge.done', { code: into ?? '' }))}
      opOf={(reason) => {
        setAsked(true);
        return other === undefined
          ? undefined
          : { kind: 'household.merge', body: { household: household.code, into: other.code, reason } };
      }}
    >
      <FindHousehold label={t('merge.into')} except={household.code} chosen={into} onChoose={setInto} />
      {asked && into === undefined ? (
        <Notice tone="danger" alert>
          {t('merge.chooseFirst')}
        </Notice>
      ) : null}
      {problem === undefined || into === undefined ? null : (
        <Notice tone="danger" alert>
          {problemText(problem)}
        </Notice>
      )}
      {other === undefined ? null : <MergeFigures from={household} into={other} />}
    </FinalDialog>
  );
}

function MergeFigures({ from, into }: { readonly from: RegisterHousehold; readonly into: RegisterHousehold }) {
  const { t } = useTranslation('households');
  const names = new Set(Object.values(into.profile.members).map(({ name }) => name));
  const joining = Object.values(from.profile.members).filter(({ name }) => !names.has(name));
  const free = Math.max(0, from.points.free);
  return (
    <>
      <table className="w-full border-collapse tabular-nums">
        <thead>
          <tr className="text-right text-xs text-muted">
            <th scope="col" className="py-1 text-left" />
            <th scope="col" className="px-2 py-1">{`${from.profile.head} ${from.code}`}</th>
            <th scope="col" className="px-2 py-1">{`${into.profile.head} ${into.code}`}</th>
            <th scope="col" className="px-2 py-1">
              {t('merge.after', { code: into.code })}
            </th>
          </tr>
        </thead>
        <tbody className="text-right">
          <FigureRow
            name={t('figures.earned')}
            a={from.points.earned}
            b={into.points.earned}
            sum={into.points.earned + from.points.earned}
          />
          <FigureRow
            name={t('figures.redeemable')}
            a={from.points.redeemable}
            b={into.points.redeemable}
            sum={into.points.redeemable + free}
          />
          <FigureRow
            name={t('merge.people')}
            a={Object.keys(from.profile.members).length}
            b={names.size}
            sum={names.size + joining.length}
          />
        </tbody>
      </table>
      <ul className="flex list-disc flex-col gap-1 pl-5">
        <li>{t('merge.effect.later', { from: from.code, into: into.code })}</li>
        {joining.length > 0 ? (
          <li>{t('merge.effect.joining', { names: joining.map(({ name }) => name).join('、') })}</li>
        ) : null}
        {from.points.allotted > 0 ? (
          <li>{t('merge.effect.allotted', { points: grouped(from.points.allotted) })}</li>
        ) : null}
        <li>{t('merge.effect.card', { into: into.code })}</li>
      </ul>
    </>
  );
}

function FigureRow({
  name,
  a,
  b,
  sum,
}: {
  readonly name: string;
  readonly a: number;
  readonly b: number;
  readonly sum: number;
}) {
  return (
    <tr className="border-t">
      <th scope="row" className="py-1.5 text-left font-normal whitespace-nowrap">
        {name}
      </th>
      <td className="px-2">{grouped(a)}</td>
      <td className="px-2">{grouped(b)}</td>
      <td className="px-2 font-bold">{grouped(sum)}</td>
    </tr>
  );
}
