import { ClipboardList, ScanLine, Search, UsersRound } from 'lucide-react';
import { lazy, Suspense, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate, useOutletContext } from 'react-router';
import type { FrameContext } from '../../TabletFrame.tsx';
import { Button, buttonClass } from '../../ui/Button.tsx';
import { cx } from '../../ui/cx.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Screen } from '../../ui/Screen.tsx';
import { useTabletState } from '../../useTablet.tsx';
import { useDirectory } from '../household/useDirectory.ts';
import { useToday } from '../household/useToday.ts';
import { CarryCard } from './CarryCard.tsx';
import { DeliveriesCard } from './DeliveriesCard.tsx';
import { GridCard } from './GridCard.tsx';
import { gridWeek } from './gridWeek.ts';
import { LoadBar } from './LoadBar.tsx';
import { NoticesCard } from './NoticesCard.tsx';

const BoardCard = lazy(() => import('../board/BoardCard.tsx'));
const HandsCard = lazy(() => import('./HandsCard.tsx'));

/** Home: scan, search, my grid's week, this week's round, the allowance, what to know. */
export function HomeScreen() {
  const { t } = useTranslation();
  const { scan } = useOutletContext<FrameContext>();
  const navigate = useNavigate();
  const user = useTabletState((s) => s.user);
  const town = useTabletState((s) => s.device?.townName);
  const load = useTabletState((s) => s.load);
  const rows = useDirectory();
  const today = useToday();
  const grids = useMemo(() => (user?.grid ? [user.grid] : (user?.grids ?? [])), [user]);
  const week = useMemo(() => gridWeek(rows, grids, today), [rows, grids, today]);

  return (
    <Screen roomy>
      <header className="flex items-baseline justify-between gap-3 px-1">
        <h1 className="text-xl font-bold">{t('home.hello', { name: user?.name ?? '' })}</h1>
        <p className="truncate text-muted">{town}</p>
      </header>
      <div className="grid grid-cols-1 gap-3 sm:grid-cols-[1fr_1.4fr]">
        <Button look="primary" size="lg" icon={ScanLine} block onClick={scan}>
          {t('home.scan')}
        </Button>
        <Link
          to="/households"
          state={{ focus: true }}
          className={cx(buttonClass('secondary', 'lg', true), 'min-w-0 justify-start font-normal text-muted')}
        >
          <Search aria-hidden="true" className="size-6 shrink-0 text-ink" />
          <span className="truncate text-base">{t('home.search')}</span>
        </Link>
      </div>
      <div className="grid grid-cols-1 items-start gap-3 wide:grid-cols-2">
        <div className="flex flex-col gap-3">
          {load ? <LoadBar load={load} /> : null}
          <NoticesCard />
          <Suspense fallback={null}>
            <BoardCard />
          </Suspense>
          {rows.length === 0 ? null : (
            <Button
              size="lg"
              icon={ClipboardList}
              block
              className="justify-start"
              onClick={() => void navigate('/round')}
            >
              <span className="flex flex-col items-start py-1.5">
                {t('home.round')}
                <span className="text-sm font-normal text-muted">{t('home.roundHint')}</span>
              </span>
            </Button>
          )}
          <DeliveriesCard />
          <CarryCard grids={grids} />
          <Suspense fallback={null}>
            <HandsCard />
          </Suspense>
        </div>
        {rows.length === 0 && !load ? (
          <EmptyState icon={UsersRound} title={t('home.grid')}>
            {t('home.emptyVillage')}
          </EmptyState>
        ) : load && week.total === 0 ? null : (
          <GridCard week={week} grids={grids} />
        )}
      </div>
    </Screen>
  );
}
