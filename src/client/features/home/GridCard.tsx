import { CircleCheck } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { Button } from '../../ui/Button.tsx';
import { Card } from '../../ui/Card.tsx';
import { shortDay } from '../../ui/dates.ts';
import { Progress } from '../../ui/Progress.tsx';
import { Row } from '../../ui/Row.tsx';
import { useTabletState } from '../../useTablet.tsx';
import { gridLabel } from '../household/gridLabel.ts';
import { setScanned } from '../household/scanned.ts';
import type { GridWeek } from './gridWeek.ts';

const SHOWN = 5;

interface Props {
  readonly week: GridWeek;
  readonly grids: readonly string[];
}

/** My grid this week: how many were visited, who was not. */
export function GridCard({ week, grids }: Props) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const catalogue = useTabletState((s) => s.catalogue);
  const grid = catalogue?.grids.find((g) => g.code === grids[0]);
  const village = catalogue?.villages.find((v) => v.code === grid?.village);
  if (grids.length === 0) return <Card title={t('home.grid')}>{t('home.noGrid')}</Card>;

  if (week.total === 0) return <Card title={t('home.grid')}>{t('round.noHouseholds')}</Card>;

  const name = grid && village ? gridLabel(grid.name, village.name, t) : grid?.name;
  const counts = t('home.visited', { done: week.visited, total: week.total });
  return (
    <Card title={t('home.grid')} aside={<span className="text-sm text-muted">{name}</span>} flush>
      <div className="flex flex-col gap-2 px-4 pt-1 pb-3">
        <p className="font-semibold">{counts}</p>
        <Progress value={week.visited} max={week.total} label={counts} />
      </div>
      {week.open.length === 0 ? (
        <p className="flex items-center gap-2 border-t px-4 py-4 font-semibold text-primary">
          <CircleCheck aria-hidden="true" className="size-6" />
          {t('home.allVisited')}
        </p>
      ) : (
        <>
          <h3 className="border-t px-4 pt-3 text-sm font-semibold text-muted">{t('home.notVisited')}</h3>
          <ul className="divide-y divide-line">
            {week.open.slice(0, SHOWN).map((row) => (
              <li key={row.code}>
                <Row
                  title={t('family', { name: row.head })}
                  detail={row.doorPlate}
                  trailing={
                    <span className="max-w-2/5 text-right text-sm text-muted">
                      {row.lastEntry ? t('home.lastEntry', { date: shortDay(row.lastEntry) }) : t('home.neverScored')}
                    </span>
                  }
                  onOpen={() => {
                    setScanned(undefined);
                    void navigate(`/households/${row.code}`);
                  }}
                />
              </li>
            ))}
          </ul>
          {week.open.length > SHOWN ? (
            <div className="border-t p-2">
              <Button look="quiet" block onClick={() => void navigate('/households?show=open')}>
                {t('home.notVisitedAll', { count: week.open.length })}
              </Button>
            </div>
          ) : null}
        </>
      )}
    </Card>
  );
}
