import { useTranslation } from 'react-i18next';
import { dayOf } from '../../../../domain/calendar.ts';
import type { OfficeEntries } from '../../../../protocol/officeEntries.ts';
import { REGISTER_REDEMPTIONS, type RegisterHousehold } from '../../../../protocol/officeRegister.ts';
import { Card } from '../../../ui/Card.tsx';
import { longDay } from '../../../ui/dates.ts';
import { LoadingRows } from '../../../ui/Loading.tsx';
import { postJson } from '../officeApi.ts';
import { FactList } from '../parts/FactList.tsx';
import { FailurePanel } from '../parts/FailurePanel.tsx';
import { MoreRows } from '../parts/MoreRows.tsx';
import { grouped, signed } from '../parts/moments.ts';
import { SmallButton } from '../parts/SmallButton.tsx';
import { EntryState } from '../review/EntryState.tsx';
import { usePages } from '../usePages.ts';

interface Props {
  readonly household: RegisterHousehold;
  readonly onOpen: (code: string) => void;
}

/** Points in figures, every entry, what was redeemed and is kept, and what moved with a merge or a split. */
export function PointsTab({ household, onOpen }: Props) {
  const { t } = useTranslation('households');
  const { points, rights, moves, lapses, redemptions, reservations } = household;
  const pages = usePages(household.code, async (cursor) => {
    const page = await postJson<OfficeEntries>('/api/office/entries/search', {
      ...{ status: null, village: null, grid: null, rule: null, worker: null, from: null, to: null, q: '' },
      ...{ household: household.code, cursor },
    });
    return { ...page, rows: page.entries };
  });
  return (
    <>
      <Card title={t('tabs.points')}>
        <FactList
          facts={[
            [t('figures.earned'), <strong key="e">{grouped(points.earned)}</strong>],
            [t('figures.redeemed'), grouped(points.redeemed)],
            [t('figures.redeemable'), <strong key="r">{grouped(points.redeemable)}</strong>],
            [t('figures.pending'), grouped(points.pending)],
            ...(points.waiting > 0 ? [[t('figures.waiting'), grouped(points.waiting)] as const] : []),
            ...rights.map(
              ({ device, name, points: held }) =>
                [t('figures.onDevice', { name: `${name} ${device}` }), grouped(held)] as const,
            ),
          ]}
        />
        {lapses.map(({ id, at, quarter, points: lapsed }) => (
          <p key={id} className="mt-2">
            {t('figures.lapsed', {
              ...{ day: longDay(dayOf(at)), year: quarter.slice(0, 4), n: quarter.slice(5) },
              points: signed(-lapsed),
            })}
          </p>
        ))}
        {moves.map((move) => (
          <p key={move.id} className="mt-2">
            {t('figures.moved', { points: signed(move.points), code: move.with })}{' '}
            <SmallButton onClick={() => onOpen(move.with)}>{t('open', { code: move.with })}</SmallButton>
          </p>
        ))}
      </Card>
      {reservations.length === 0 ? null : (
        <Card title={t('reservations')} flush>
          <ul className="divide-y divide-line">
            {reservations.map((one) => (
              <Line
                key={one.id}
                text={one.goods}
                small={`${longDay(one.date)} · ${one.id}`}
                points={grouped(one.points)}
              />
            ))}
          </ul>
        </Card>
      )}
      <Card title={t('entries')} flush>
        {pages.first.data ? (
          <>
            {pages.rows.length === 0 ? <p className="px-4 py-3 text-muted">{t('noEntries')}</p> : null}
            <ul className="divide-y divide-line">
              {pages.rows.map((entry) => (
                <li key={entry.id} className="flex flex-wrap items-center gap-x-3 px-4 py-2">
                  <span className="min-w-0 flex-1">
                    <span className="block">{entry.ruleTitle}</span>
                    <span className="block text-xs text-muted">
                      {longDay(entry.date)} · {entry.byName} · {entry.id}
                    </span>
                  </span>
                  <EntryState entry={entry} />
                  <strong className="w-14 text-right tabular-nums">{signed(entry.points)}</strong>
                </li>
              ))}
            </ul>
            <MoreRows pages={pages} className="border-t" />
          </>
        ) : pages.first.problem === undefined ? (
          <LoadingRows rows={3} label={t('loading')} />
        ) : (
          <FailurePanel problem={pages.first.problem} retry={pages.first.reload} />
        )}
      </Card>
      <Card title={t('redemptions', { count: household.redemptionCount })} flush>
        {redemptions.length === 0 ? <p className="px-4 py-3 text-muted">{t('noRedemptions')}</p> : null}
        <ul className="divide-y divide-line">
          {redemptions.map((one) => (
            <Line
              key={one.id}
              text={one.goods}
              small={[
                longDay(one.date),
                one.byName,
                one.id,
                ...(one.voided === null ? [] : [t('voided', { reason: one.voided })]),
                ...(one.oldCard === null ? [] : [t('oldCard', { n: one.oldCard })]),
              ].join(' · ')}
              points={one.voided === null ? signed(-one.points) : grouped(0)}
            />
          ))}
        </ul>
        {household.redemptionCount > REGISTER_REDEMPTIONS ? (
          <p className="border-t px-4 py-3 text-muted">{t('redemptionsMore', { count: REGISTER_REDEMPTIONS })}</p>
        ) : null}
      </Card>
    </>
  );
}

function Line({ text, small, points }: { readonly text: string; readonly small: string; readonly points: string }) {
  return (
    <li className="flex items-center gap-3 px-4 py-2">
      <span className="min-w-0 flex-1">
        <span className="block">{text}</span>
        <span className="block text-xs text-muted">{small}</span>
      </span>
      <strong className="tabular-nums">{points}</strong>
    </li>
  );
}
