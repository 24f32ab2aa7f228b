import { CalendarClock, ChevronRight, ImageUp } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Chip } from '../../ui/Chip.tsx';
import { shortDay } from '../../ui/dates.ts';
import { DeedPoints } from '../../ui/Points.tsx';
import type { EntryState } from './entryState.ts';
import { StateChip } from './StateChip.tsx';

interface Props {
  readonly title: string;
  readonly date: string;
  readonly points: number;
  readonly state: EntryState;
  /** The person inside the household, where the item is a person's. */
  readonly member?: string;
  readonly isReversal: boolean;
  /** Its points wait for their month (AL-10). */
  readonly waits?: boolean;
  /** Its photos are only on this tablet (CF-22). */
  readonly photosWaiting: boolean;
  readonly onOpen: () => void;
}

/** One deed in a list: what, when, where it stands, how many points. */
export function EntryRow({
  title,
  date,
  points,
  state,
  member,
  isReversal,
  waits = false,
  photosWaiting,
  onOpen,
}: Props) {
  const { t } = useTranslation();
  const counts = state !== 'rejected' && state !== 'reversed';
  return (
    <button
      type="button"
      onClick={onOpen}
      className="flex min-h-18 w-full items-center gap-3 px-4 py-2.5 text-left active:bg-primary-soft"
    >
      <span className="flex min-w-0 flex-1 flex-col gap-1">
        <span className="leading-snug font-semibold">
          {isReversal ? t('entry.reversal', { title }) : title}
          {member === undefined ? null : <span className="font-normal text-muted"> · {member}</span>}
        </span>
        <span className="flex flex-wrap items-center gap-2 text-sm text-muted">
          {shortDay(date)}
          <StateChip state={state} />
          {waits && counts ? (
            <Chip tone="waiting" icon={CalendarClock}>
              {t('entry.waits')}
            </Chip>
          ) : null}
          {photosWaiting ? (
            <Chip tone="waiting" icon={ImageUp}>
              {t('photos.waiting')}
            </Chip>
          ) : null}
        </span>
      </span>
      <DeedPoints points={points} size="lg" void={!counts} />
      <ChevronRight aria-hidden="true" className="size-5 shrink-0 text-muted" />
    </button>
  );
}
