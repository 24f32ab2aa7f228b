import { Eye, Pencil, Undo2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { NoticesResponse } from '../../../../protocol/officeNotices.ts';
import { Chip } from '../../../ui/Chip.tsx';
import { longMoment } from '../parts/moments.ts';
import { SmallButton } from '../parts/SmallButton.tsx';
import { useMe } from '../useMe.ts';

interface Props {
  readonly notice: NoticesResponse['notices'][number];
  /** Devices that could show it. */
  readonly devices: number;
  readonly mayWrite: boolean;
  readonly onChange: () => void;
  readonly onWithdraw: () => void;
}

/** One notice of the list: what it says, whom it reaches, since when, and how many opened it. */
export function NoticeItem({ notice, devices, mayWrite, onChange, onWithdraw }: Props) {
  const { t } = useTranslation('notices');
  const me = useMe();
  const { withdrawn } = notice;
  const between = t('between');
  const villages = notice.villages.map((code) => me.villages.find((one) => one.code === code)?.name ?? code);
  const grids = me.villages.flatMap((one) => one.grids);
  const places = notice.grids.map((code) => grids.find((grid) => grid.code === code)?.name ?? code);
  const target = villages.length === 0 ? t('target.all') : [...villages, ...places].join(between);
  return (
    <li className="rounded-2xl border bg-surface p-4">
      <div className="flex flex-wrap items-center gap-2">
        <Chip tone="plain">{t(`kind.${notice.kind}`)}</Chip>
        <h2 className="min-w-0 flex-1 text-base font-bold break-words">{notice.title}</h2>
      </div>
      <p className="mt-2 line-clamp-3 break-words whitespace-pre-line">{notice.text}</p>
      {notice.photos.length > 0 ? (
        <ul className="mt-2 flex flex-wrap gap-2">
          {notice.photos.map((id, i) => (
            <li key={id}>
              <img
                src={`/api/office/goods/photos/${id}`}
                alt={t('photos.nth', { n: i + 1 })}
                className="size-16 rounded-lg border object-cover"
              />
            </li>
          ))}
        </ul>
      ) : null}
      <dl className="mt-3 grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 text-sm">
        <dt className="text-muted">{t('target.label')}</dt>
        <dd>{target}</dd>
        <dt className="text-muted">{t('from')}</dt>
        <dd className="tabular-nums">{longMoment(notice.from)}</dd>
        {notice.until === null ? null : (
          <>
            <dt className="text-muted">{t('until')}</dt>
            <dd className="tabular-nums">{longMoment(notice.until)}</dd>
          </>
        )}
        <dt className="text-muted">{t('by')}</dt>
        <dd>{t('byAt', { name: notice.by, moment: longMoment(notice.at) })}</dd>
        {withdrawn === null ? null : (
          <>
            <dt className="text-muted">{t('withdraw.done')}</dt>
            <dd>
              {t('withdraw.doneBy', { name: withdrawn.by, moment: longMoment(withdrawn.at), reason: withdrawn.reason })}
            </dd>
          </>
        )}
      </dl>
      <div className="mt-3 flex flex-wrap items-center justify-between gap-3">
        <p className="flex items-center gap-2 font-semibold">
          <Eye aria-hidden="true" className="size-5 text-muted" />
          {t('readers', { count: notice.readers, devices: notice.devices, all: devices })}
        </p>
        {mayWrite && withdrawn === null ? (
          <div className="flex flex-wrap gap-2">
            <SmallButton icon={Pencil} aria-label={t('changeNamed', { title: notice.title })} onClick={onChange}>
              {t('change')}
            </SmallButton>
            <SmallButton
              look="dangerQuiet"
              icon={Undo2}
              aria-label={t('withdraw.named', { title: notice.title })}
              onClick={onWithdraw}
            >
              {t('withdraw.act')}
            </SmallButton>
          </div>
        ) : null}
      </div>
    </li>
  );
}
