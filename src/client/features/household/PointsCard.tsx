import { useTranslation } from 'react-i18next';
import { reservedPoints } from '../../../domain/reservation.ts';
import type { FileView } from '../../engine/tablet.ts';
import { Card } from '../../ui/Card.tsx';
import { Figure, signed } from '../../ui/Points.tsx';

/** 累计 / 可兑 / 本机可用, the largest thing on a file. */
export function PointsCard({ view }: { view: FileView }) {
  const { t } = useTranslation();
  const { points, remaining, earmarked } = view;
  const reserved = reservedPoints(view.file);
  const elsewhere = points.allotted - remaining;
  return (
    <Card>
      <div className="grid grid-cols-3 gap-3">
        <Figure label={t('file.redeemable')} value={points.final - points.redeemed} emphasis />
        <Figure label={t('file.here')} value={remaining - earmarked} />
        <Figure label={t('file.earned')} value={points.earned} />
      </div>
      {points.pending !== 0 || points.waiting > 0 || elsewhere > 0 || reserved > 0 ? (
        <div className="mt-3 flex flex-col gap-0.5 border-t pt-2 text-sm text-muted">
          {points.pending === 0 ? null : <p>{t('file.pending', { points: signed(points.pending) })}</p>}
          {points.waiting > 0 ? <p>{t('file.waiting', { points: points.waiting })}</p> : null}
          {reserved > 0 ? <p>{t('reserve.kept', { points: reserved })}</p> : null}
          {elsewhere > 0 ? <p>{t('file.elsewhere', { points: elsewhere })}</p> : null}
        </div>
      ) : null}
    </Card>
  );
}
