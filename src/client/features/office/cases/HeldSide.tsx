import { CircleCheck, Hourglass } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { tellsOnly } from '../../../../domain/judge/caseDecision.ts';
import type { HeldCode } from '../../../../domain/verdict.ts';
import { clockText } from '../../../../protocol/clockText.ts';
import type { OfficeCase } from '../../../../protocol/officeCases.ts';
import { currentLanguage } from '../../../i18n/i18n.ts';
import { Chip } from '../../../ui/Chip.tsx';
import { longDay } from '../../../ui/dates.ts';
import { FactList } from '../parts/FactList.tsx';
import { shortMoment, signed } from '../parts/moments.ts';
import { type HeldLine, heldBody } from './heldBody.ts';
import { opKind } from './opKind.ts';

/** The op that waits, or that counts and is told of: what was recorded, by whom, where. */
export function HeldSide({ held }: { readonly held: OfficeCase }) {
  const { t } = useTranslation('office');
  const body = heldBody(held.body);
  const told = tellsOnly(held.code as HeldCode);
  const title = held.decided !== null ? 'cases.heldWas' : told ? 'cases.heldTold' : 'cases.heldSide';
  const clock = clockText(held.clockShiftMs, currentLanguage());
  return (
    <article className="flex flex-col gap-1.5 rounded-xl border-2 border-decided bg-surface px-4 py-2.5">
      <header className="flex items-center justify-between gap-2">
        <h3 className="font-bold">{t(title)}</h3>
        {held.decided === null ? (
          <Chip tone={told ? 'good' : 'decided'} icon={told ? CircleCheck : Hourglass}>
            {t(told ? 'cases.counts' : 'cases.waits')}
          </Chip>
        ) : null}
      </header>
      <p className="flex items-baseline justify-between gap-3">
        <span className="text-base font-semibold">{held.ruleTitle ?? t(`cases.kind.${opKind(held.kind)}`)}</span>
        {held.points === null ? null : <span className="text-2xl font-bold">{signed(held.points)}</span>}
        {held.points === null && body.points !== undefined ? (
          <span className="text-2xl font-bold">{t('cases.points', { count: body.points })}</span>
        ) : null}
      </p>
      {body.lines.length > 0 ? <GoodsLines lines={body.lines} names={held.goods} /> : null}
      {clock === undefined ? null : <p className="text-waiting">{clock}</p>}
      <FactList
        facts={[
          [t('review.household'), held.household === null ? null : `${held.head ?? ''} ${held.household}`],
          [t('review.household'), body.head === undefined ? null : t('family', { head: body.head })],
          [t('cases.home.doorPlate'), `${body.naturalVillage ?? ''} ${body.doorPlate ?? ''}`.trim() || null],
          [t('cases.home.phone'), body.phone || null],
          [t('review.date'), body.date === undefined ? null : longDay(body.date)],
          [t('review.member'), held.member],
          [t('review.level'), body.level],
          [t('review.quantity'), body.quantity === undefined || body.quantity === 1 ? null : body.quantity],
          [t('review.note'), body.note],
          [t('review.reason'), body.reason],
          [t('review.recordedBy'), `${held.byName} · ${shortMoment(held.at)}`],
          [t('cases.device'), `${held.device.name} (${held.device.id})`],
          [t('review.ref'), held.id],
        ]}
      />
    </article>
  );
}

function GoodsLines({ lines, names }: { lines: readonly HeldLine[]; names: Readonly<Record<string, string>> }) {
  const { t } = useTranslation('office');
  return (
    <ul className="rounded-lg bg-sunken px-3 py-2">
      {lines.map((line) => (
        <li key={line.sku} className="flex justify-between gap-3">
          <span>
            {names[line.sku] ?? line.sku} × {line.quantity}
          </span>
          <span>{t('cases.points', { count: line.quantity * line.price })}</span>
        </li>
      ))}
    </ul>
  );
}
