import { CircleCheck, type LucideIcon } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { OFFICE_COUNT_MAX } from '../../../../protocol/officeParts.ts';
import { cx } from '../../../ui/cx.ts';
import { grouped } from '../parts/moments.ts';

interface Props {
  /** Where it is dealt with; undefined when that is not this person's to do. */
  readonly to: string | undefined;
  readonly icon: LucideIcon;
  readonly label: string;
  readonly count: number;
  /** What nothing waiting means. */
  readonly none: string;
}

/** How much of one thing waits, and the way there. */
export function WaitingTile({ to, icon, label, count, none }: Props) {
  const { t } = useTranslation('office');
  const waits = count > 0;
  const Icon = waits ? icon : CircleCheck;
  const look = cx(
    'flex items-center gap-4 rounded-xl border p-4',
    waits ? 'border-decided/40 bg-decided-soft text-decided' : 'bg-surface text-muted',
  );
  const inside = (
    <>
      <Icon aria-hidden="true" className="size-8 shrink-0" />
      <span className="flex flex-col">
        <span className="font-semibold">{label}</span>
        {waits ? (
          <span className="text-2xl font-bold text-ink">
            {count >= OFFICE_COUNT_MAX ? t('overview.orMore', { number: grouped(count) }) : grouped(count)}
          </span>
        ) : (
          <span>{none}</span>
        )}
      </span>
    </>
  );
  if (to === undefined) return <div className={look}>{inside}</div>;
  return (
    <Link to={to} className={cx(look, 'hover:border-current')}>
      {inside}
    </Link>
  );
}
