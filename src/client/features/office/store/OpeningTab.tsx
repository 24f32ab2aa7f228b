import { CalendarDays } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Day, dayOf } from '../../../../domain/calendar.ts';
import { nextWindow, redemptionOpen } from '../../../../domain/policy.ts';
import type { OpeningsResponse, StoreOpening } from '../../../../protocol/officeStore.ts';
import { Chip } from '../../../ui/Chip.tsx';
import { longDay } from '../../../ui/dates.ts';
import { LoadingRows } from '../../../ui/Loading.tsx';
import { showToast } from '../../../ui/toastStore.ts';
import { getJson } from '../officeApi.ts';
import { FailurePanel, StaleBar } from '../parts/FailurePanel.tsx';
import { SmallButton } from '../parts/SmallButton.tsx';
import { useMe } from '../useMe.ts';
import { useRemote } from '../useRemote.ts';
import { OpeningDialog } from './OpeningDialog.tsx';

/** When goods may be redeemed (CF-25) and how long they are kept for who reserved them (AL-8): the town's, and each village's. */
export function OpeningTab() {
  const { t } = useTranslation('office');
  const me = useMe();
  const [editing, setEditing] = useState<StoreOpening>();
  const { data, problem, reload } = useRemote('openings', () =>
    getJson<OpeningsResponse>('/api/office/store/openings'),
  );
  const changes = me.user.role === 'town_admin';
  const saved = (unsent: boolean) => {
    setEditing(undefined);
    showToast(t(unsent ? 'goods.savedHere' : 'goods.saved'));
    reload();
  };
  return (
    <>
      <p className="text-muted">{t(changes ? 'opening.about' : 'opening.aboutTown')}</p>
      {data && problem !== undefined ? <StaleBar problem={problem} retry={reload} /> : null}
      {data ? (
        data.openings.map((one) => (
          <OpeningCard
            key={one.village}
            opening={one}
            today={dayOf(data.now)}
            {...(changes ? { onEdit: () => setEditing(one) } : {})}
          />
        ))
      ) : problem !== undefined ? (
        <FailurePanel problem={problem} retry={reload} />
      ) : (
        <LoadingRows rows={3} tall label={t('loading')} />
      )}
      {editing && data ? (
        <OpeningDialog
          opening={editing}
          today={dayOf(data.now)}
          onClose={() => setEditing(undefined)}
          onSaved={saved}
        />
      ) : null}
    </>
  );
}

interface CardProps {
  readonly opening: StoreOpening;
  readonly today: Day;
  readonly onEdit?: () => void;
}

function OpeningCard({ opening, today, onEdit }: CardProps) {
  const { t } = useTranslation('office');
  const { windows, reservationDays, village } = opening;
  const policy = { redemptionWindows: windows };
  const open = redemptionOpen(policy, today);
  const next = nextWindow(policy, today);
  const now = windows === 'always' ? undefined : windows.find((w) => w.from <= today && today <= w.to);
  return (
    <section aria-label={opening.name} className="flex flex-wrap items-start gap-4 rounded-xl border bg-surface p-4">
      <div className="min-w-56 flex-1">
        <h2 className="text-base font-bold">
          {opening.name}{' '}
          <span className="text-sm font-normal text-muted">
            {village === '' ? t('opening.town') : t(opening.own ? 'opening.own' : 'opening.asTown')}
          </span>
        </h2>
        <p className="mt-1 flex flex-wrap items-center gap-2">
          <Chip tone={open ? 'good' : 'waiting'}>{t(open ? 'opening.open' : 'opening.closed')}</Chip>
          {windows === 'always' ? t('opening.always') : null}
          {now ? t('opening.until', { day: longDay(now.to) }) : null}
        </p>
        {windows === 'always' ? null : (
          <p className="mt-1">
            {next ? t('opening.next', { from: longDay(next.from), to: longDay(next.to) }) : t('opening.noNext')}
          </p>
        )}
        <p className="mt-1 text-muted">{t('opening.kept', { count: reservationDays })}</p>
      </div>
      {onEdit ? (
        <SmallButton icon={CalendarDays} aria-label={t('opening.edit', { name: opening.name })} onClick={onEdit}>
          {t('opening.change')}
        </SmallButton>
      ) : null}
    </section>
  );
}
