import { useTranslation } from 'react-i18next';
import type { Verdict } from '../../../../domain/verdict.ts';
import type { OfficeCase, OfficeCaseOp } from '../../../../protocol/officeCases.ts';
import { FactList } from '../parts/FactList.tsx';
import { longMoment, shortMoment, signed } from '../parts/moments.ts';
import { CELL, HEAD, NUMBER } from '../parts/tableClasses.ts';
import { useVerdictText } from '../parts/useVerdictText.ts';
import { opKind } from './opKind.ts';

/** A Case of several ops (CF-17, CF-19): which devices it is about, and every op with who recorded it and what became of it. */
export function GroupSide({ held }: { readonly held: OfficeCase }) {
  const { t } = useTranslation('office');
  const { device, origin, ops } = held;
  const all = typeof held.params?.ops === 'number' ? held.params.ops : ops.length;
  return (
    <div className="flex flex-col gap-4">
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <article className="flex flex-col gap-3 rounded-xl border-2 border-decided bg-surface p-4">
          <h3 className="font-bold">{t(origin ? 'cases.group.branch' : 'cases.group.revoked')}</h3>
          <FactList
            facts={[
              [t('cases.device'), `${device.name} (${device.id})`],
              [t('review.recordedBy'), held.byName],
              [t('cases.group.count'), t('devices.records', { count: all })],
              [t('cases.group.first'), longMoment(held.at)],
            ]}
          />
        </article>
        {origin === null ? null : (
          <article className="flex flex-col gap-3 rounded-xl border bg-surface p-4">
            <h3 className="font-bold">{t('cases.group.origin')}</h3>
            <FactList
              facts={[
                [t('cases.device'), `${origin.name} (${origin.id})`],
                [t('cases.group.common'), t('devices.records', { count: origin.common })],
              ]}
            />
            <p className="text-muted">{t('cases.group.originNote')}</p>
          </article>
        )}
      </div>
      <div className="overflow-x-auto rounded-xl border bg-surface max-wide:scroll-more-x">
        <table className="w-full">
          <thead className={HEAD}>
            <tr>
              <th className={CELL}>{t('review.ref')}</th>
              <th className={CELL}>{t('review.household')}</th>
              <th className={CELL}>{t('cases.group.what')}</th>
              <th className={NUMBER}>{t('review.points')}</th>
              <th className={CELL}>{t('review.recordedBy')}</th>
              <th className={CELL}>{t('review.recordedAt')}</th>
              {held.decided?.decision === 'accept' ? <th className={CELL}>{t('cases.group.outcome')}</th> : null}
            </tr>
          </thead>
          <tbody>
            {ops.map((op) => (
              <tr key={op.ref} className="border-t">
                <td className={CELL}>
                  {op.ref}
                  {op.was === null ? null : (
                    <span className="block text-xs text-muted">{t('cases.group.was', { ref: op.was })}</span>
                  )}
                </td>
                <td className={CELL}>
                  {op.head === null ? null : t('family', { head: op.head })}{' '}
                  <span className="text-muted">{op.household}</span>
                </td>
                <td className={CELL}>
                  {op.ruleTitle ?? t(`cases.kind.${opKind(op.kind)}`)}
                  {op.member === null ? null : ` · ${op.member}`}
                </td>
                <td className={NUMBER}>{op.points === null ? null : signed(op.points)}</td>
                <td className={CELL}>{op.byName}</td>
                <td className={CELL}>{shortMoment(op.at)}</td>
                {held.decided?.decision === 'accept' ? (
                  <td className={CELL}>
                    <Outcome op={op} />
                  </td>
                ) : null}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {all > ops.length ? <p className="text-muted">{t('cases.group.more', { count: all - ops.length })}</p> : null}
    </div>
  );
}

function Outcome({ op }: { readonly op: OfficeCaseOp }) {
  const verdictText = useVerdictText();
  if (op.verdict === null) return null;
  const code = op.verdict as Verdict['code'];
  return <>{verdictText({ code, ...(op.params === null ? {} : { params: op.params }) })}</>;
}
