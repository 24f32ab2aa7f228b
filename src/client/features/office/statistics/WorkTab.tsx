import { useTranslation } from 'react-i18next';
import type { HeldCode } from '../../../../domain/verdict.ts';
import type { StatisticsRequest, WorkResponse } from '../../../../protocol/officeStatistics.ts';
import { LoadingRows } from '../../../ui/Loading.tsx';
import { postJson } from '../officeApi.ts';
import { FailurePanel, StaleBar } from '../parts/FailurePanel.tsx';
import { grouped, longMoment } from '../parts/moments.ts';
import { useRemote } from '../useRemote.ts';
import { FigureTable } from './FigureTable.tsx';
import { tenths } from './figures.ts';

const figure = true;
const orNone = (value: number | null) => (value === null ? '—' : tenths(value));

/** Who scores how, what collided and how it was decided, how the devices do. */
export function WorkTab({ question }: { readonly question: StatisticsRequest }) {
  const { t } = useTranslation('statistics');
  const { data, problem, reload } = useRemote(JSON.stringify(question), () =>
    postJson<WorkResponse>('/api/office/statistics/work', question),
  );
  if (data === undefined) {
    return problem === undefined ? (
      <LoadingRows rows={6} tall label={t('loading')} />
    ) : (
      <FailurePanel problem={problem} retry={reload} />
    );
  }
  return (
    <>
      {problem === undefined ? null : <StaleBar problem={problem} retry={reload} />}
      <Workers data={data} />
      <Conflicts data={data} />
      <Devices data={data} />
    </>
  );
}

function Workers({ data: { workers } }: { readonly data: WorkResponse }) {
  const { t } = useTranslation('statistics');
  return (
    <div className="flex flex-col gap-1">
      <FigureTable
        title={t('workers.title')}
        columns={[
          { name: t('workers.name') },
          ...(
            ['entries', 'households', 'rejected', 'reversed', 'mean', 'expected', 'spread', 'othersSpread'] as const
          ).map((key) => ({ name: t(`workers.${key}`), figure })),
        ]}
        rows={workers.map((w) => ({
          key: w.id,
          cells: [
            ...[w.name, grouped(w.entries), w.households, w.rejected, w.reversed],
            ...[tenths(w.mean), orNone(w.expected), tenths(w.spread), orNone(w.othersSpread)],
          ],
        }))}
      />
      <p className="px-3 text-xs text-muted print:text-ink">{t('workers.note')}</p>
    </div>
  );
}

function Conflicts({ data: { conflicts } }: { readonly data: WorkResponse }) {
  const { t } = useTranslation('statistics');
  const { t: office } = useTranslation('office');
  return (
    <FigureTable
      title={conflicts.length === 0 ? t('conflicts.none') : t('conflicts.title')}
      columns={[
        { name: t('conflicts.reason') },
        { name: t('conflicts.open'), figure },
        { name: t('conflicts.decided'), figure },
        { name: t('conflicts.decisions') },
        { name: t('conflicts.hours'), figure },
      ]}
      rows={conflicts.map((c) => ({
        key: c.code,
        cells: [
          office(`cases.why.${c.code as HeldCode}`),
          c.open,
          c.decided,
          Object.entries(c.decisions)
            .map(([decision, n]) => `${t(`decision.${decision as 'accept'}`)} ${n}`)
            .join('；'),
          orNone(c.hours),
        ],
      }))}
    />
  );
}

function Devices({ data: { devices } }: { readonly data: WorkResponse }) {
  const { t } = useTranslation('statistics');
  return (
    <FigureTable
      title={devices.length === 0 ? t('devices.none') : t('devices.title')}
      columns={[
        { name: t('devices.name') },
        { name: t('devices.last') },
        { name: t('devices.app') },
        { name: t('devices.unsent'), figure },
        { name: t('devices.clock'), figure },
        { name: t('devices.held'), figure },
        { name: t('devices.refused'), figure },
      ]}
      rows={devices.map((d) => ({
        key: d.id,
        cells: [
          `${d.name} ${d.id}`,
          d.lastSyncAt === null ? t('devices.never') : longMoment(d.lastSyncAt),
          d.app,
          d.unsent,
          Math.round(d.clockOffsetMs / 1000),
          d.held,
          d.refused,
        ],
      }))}
    />
  );
}
