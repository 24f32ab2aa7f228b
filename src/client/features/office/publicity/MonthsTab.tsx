import { CalendarClock, CheckCheck, FileClock, Megaphone, MessageCircleWarning, Newspaper } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { dayOf } from '../../../../domain/calendar.ts';
import type { Job } from '../../../../protocol/officeJobs.ts';
import type { PublicityMonth, PublicityMonthsResponse } from '../../../../protocol/publicity.ts';
import { Chip } from '../../../ui/Chip.tsx';
import { longDay, longMonth } from '../../../ui/dates.ts';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { Notice } from '../../../ui/Notice.tsx';
import { JobProgress } from '../jobs/JobProgress.tsx';
import { jobsState } from '../jobs/jobsState.ts';
import { grouped } from '../parts/moments.ts';
import { SmallButton } from '../parts/SmallButton.tsx';
import { useMe } from '../useMe.ts';
import { CloseDialog } from './CloseDialog.tsx';
import { preparedMonth, preparing } from './usePrepared.ts';

interface Props {
  readonly village: string;
  readonly data: PublicityMonthsResponse;
  readonly onOpen: (month: string) => void;
  readonly onChanged: () => void;
}

/** The months of a village, each with its state and the act that comes next. */
export function MonthsTab({ village, data, onOpen, onChanged }: Props) {
  const { t } = useTranslation('publicity');
  const me = useMe();
  const [closing, setClosing] = useState<PublicityMonth>();
  const { jobs = [] } = jobsState();
  const closes = me.user.role !== 'committee';
  if (data.months.length === 0) {
    return (
      <EmptyState icon={Newspaper} title={t('noMonths')}>
        {t('noMonthsHint')}
      </EmptyState>
    );
  }
  const isClosed = (month: string | undefined) => data.months.some((one) => one.month === month && one.closed);
  const work = closing ? [] : preparing(jobs, village, Date.now()).filter((job) => !isClosed(preparedMonth(job)));
  return (
    <>
      {work.slice(0, 1).map((job) => (
        <PreparedCard
          key={job.id}
          job={job}
          onOpen={() => setClosing(data.months.find(({ month }) => month === preparedMonth(job)))}
        />
      ))}
      {data.holidays ? null : <Notice tone="waiting">{t('holidays')}</Notice>}
      <ul className="flex flex-col gap-3">
        {data.months.map((one) => (
          <MonthCard
            key={one.month}
            one={one}
            onOpen={() => onOpen(one.month)}
            {...(closes && one.over && !one.closed ? { onClose: () => setClosing(one) } : {})}
          />
        ))}
      </ul>
      {closing ? (
        <CloseDialog
          village={village}
          month={closing.month}
          onClose={() => setClosing(undefined)}
          onPublished={() => {
            setClosing(undefined);
            onChanged();
          }}
        />
      ) : null}
    </>
  );
}

/** Long work on a list that was left: how far it is, or the way back to what it made. */
function PreparedCard({ job, onOpen }: { readonly job: Job; readonly onOpen: () => void }) {
  const { t } = useTranslation('publicity');
  const month = preparedMonth(job);
  return (
    <JobProgress job={job} download={false}>
      {month === undefined ? null : (
        <div>
          <SmallButton look="primary" icon={Megaphone} onClick={onOpen}>
            {t('close.ready', { month: longMonth(month) })}
          </SmallButton>
        </div>
      )}
    </JobProgress>
  );
}

interface CardProps {
  readonly one: PublicityMonth;
  readonly onOpen: () => void;
  readonly onClose?: () => void;
}

function MonthCard({ one, onOpen, onClose }: CardProps) {
  const { t } = useTranslation('publicity');
  const name = longMonth(one.month);
  const { list } = one;
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 rounded-xl border bg-surface p-4">
      <div className="min-w-56 flex-1">
        <h2 className="flex flex-wrap items-center gap-2 text-base font-bold">
          {name} <MonthState one={one} />
        </h2>
        {list ? (
          <>
            <p>
              {t('sums', {
                households: grouped(list.households),
                entries: grouped(list.entries),
                points: grouped(list.points),
              })}
              {list.pending > 0 ? ` · ${t('pending', { count: list.pending })}` : ''}
            </p>
            <p className="text-muted">
              {t('until', { day: longDay(list.until) })} ·{' '}
              {list.objections.all === 0
                ? t('objections.none')
                : t('objections.some', { count: list.objections.all, open: list.objections.open })}
              {list.objections.overdue > 0 ? (
                <strong className="ml-2 text-danger">
                  {t('objections.overdue', { count: list.objections.overdue })}
                </strong>
              ) : null}
            </p>
            {list.final === null ? null : (
              <p className="font-semibold">
                {t('redeemable', {
                  day: longDay(dayOf(list.final.at)),
                  count: list.final.households,
                  points: grouped(list.final.points),
                })}
              </p>
            )}
            {list.was === null ? null : <Notice tone="danger">{t('was')}</Notice>}
          </>
        ) : null}
      </div>
      {list ? (
        <SmallButton icon={Newspaper} aria-label={`${t('open')} ${name}`} onClick={onOpen}>
          {t('open')}
        </SmallButton>
      ) : null}
      {onClose ? (
        <SmallButton look="primary" icon={Megaphone} aria-label={`${t('preview')} ${name}`} onClick={onClose}>
          {t('preview')}
        </SmallButton>
      ) : null}
    </li>
  );
}

function MonthState({ one }: { readonly one: PublicityMonth }) {
  const { t } = useTranslation('publicity');
  const { list, closed, over } = one;
  if (!list) {
    const state = closed ? 'paper' : over ? 'open' : 'running';
    return (
      <Chip tone={state === 'open' ? 'waiting' : 'plain'} icon={state === 'open' ? FileClock : CalendarClock}>
        {t(`state.${state}`)}
      </Chip>
    );
  }
  const looks = {
    showing: { tone: 'decided', icon: Megaphone },
    objected: { tone: 'waiting', icon: MessageCircleWarning },
    final: { tone: 'good', icon: CheckCheck },
  } as const;
  return <Chip {...looks[list.state]}>{t(`state.${list.state}`)}</Chip>;
}
