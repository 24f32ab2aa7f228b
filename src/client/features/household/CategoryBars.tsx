import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { reversedIds } from '../../../domain/points.ts';
import type { FileView } from '../../engine/tablet.ts';
import { Card } from '../../ui/Card.tsx';
import { cx } from '../../ui/cx.ts';
import { plainPoints } from '../../ui/Points.tsx';
import { useTabletState } from '../../useTablet.tsx';
import { rulesOf } from './rules.ts';

/** Approved points by category, the largest first: shows which kind of work a household does. */
export function CategoryBars({ view }: { view: FileView }) {
  const { t } = useTranslation();
  const catalogue = useTabletState((s) => s.catalogue);
  const { file } = view;
  const bars = useMemo(() => {
    if (!catalogue) return [];
    const reversed = reversedIds(file.entries);
    const sums = new Map<string, number>();
    for (const entry of file.entries) {
      if (entry.status !== 'approved' || entry.reverses || reversed.has(entry.id)) continue;
      const category = rulesOf(catalogue, file.village, entry.date).get(entry.rule)?.category ?? entry.rule;
      sums.set(category, (sums.get(category) ?? 0) + entry.points);
    }
    return [...sums].sort((a, b) => b[1] - a[1]);
  }, [catalogue, file]);
  const largest = Math.max(1, ...bars.map(([, points]) => Math.abs(points)));
  return (
    <Card title={t('file.categories')}>
      {bars.length === 0 ? <p className="text-muted">{t('file.noCategories')}</p> : null}
      <ul className="flex flex-col gap-2">
        {bars.map(([category, points]) => (
          <li key={category} className="grid grid-cols-[7.5em_1fr_3em] items-center gap-2">
            <span className="truncate text-sm">{category}</span>
            <span className="h-4 rounded-full bg-sunken">
              <span
                className={cx('block h-full rounded-full', points < 0 ? 'bg-danger' : 'bg-primary')}
                style={{ width: `${Math.max(3, (Math.abs(points) * 100) / largest)}%` }}
              />
            </span>
            <span className={cx('text-right font-bold', points < 0 && 'text-danger')}>{plainPoints(points)}</span>
          </li>
        ))}
      </ul>
    </Card>
  );
}
