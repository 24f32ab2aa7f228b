import { Smartphone } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { FileView } from '../../engine/tablet.ts';
import { Card } from '../../ui/Card.tsx';
import { Chip } from '../../ui/Chip.tsx';
import { shortDay } from '../../ui/dates.ts';
import { DeedPoints } from '../../ui/Points.tsx';
import { Row } from '../../ui/Row.tsx';
import { useTabletState } from '../../useTablet.tsx';

const SHOWN = 5;

/** What was redeemed, newest first. */
export function RedemptionsCard({ view }: { view: FileView }) {
  const { t } = useTranslation();
  const goods = useTabletState((s) => s.catalogue?.goods);
  const all = [...view.file.redemptions].sort((a, b) => (a.date === b.date ? b.at - a.at : a.date < b.date ? 1 : -1));
  const nameOf = (sku: string) => goods?.find((g) => g.sku === sku)?.name ?? sku;
  return (
    <Card title={t('file.redemptions')} flush>
      {all.length === 0 ? <p className="px-4 pb-4 text-muted">{t('file.noRedemptions')}</p> : null}
      <ul className="divide-y divide-line">
        {all.slice(0, SHOWN).map((r) => (
          <li key={r.id}>
            <Row
              title={r.lines
                .map((l) => (l.quantity > 1 ? `${nameOf(l.sku)} ×${l.quantity}` : nameOf(l.sku)))
                .join('、')}
              detail={`${shortDay(r.date)} · ${t('redeem.receipt')} ${r.id}`}
              trailing={
                <span className="flex flex-col items-end gap-1">
                  <DeedPoints points={-r.points} void={r.voided !== undefined} />
                  {r.voided ? <Chip tone="plain">{t('file.voided')}</Chip> : null}
                  {view.pending.has(r.id) ? (
                    <Chip tone="waiting" icon={Smartphone}>
                      {t('state.here')}
                    </Chip>
                  ) : null}
                </span>
              }
            />
          </li>
        ))}
      </ul>
    </Card>
  );
}
