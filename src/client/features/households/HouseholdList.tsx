import { SearchX, UsersRound } from 'lucide-react';
import { useDeferredValue, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { Button } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { LoadingRows } from '../../ui/Loading.tsx';
import { useTablet, useTabletState } from '../../useTablet.tsx';
import { useDirectory } from '../household/useDirectory.ts';
import { useToday } from '../household/useToday.ts';
import { ListHead } from './ListHead.tsx';
import { filterRows, NO_FILTER, type Show, useListFilter } from './listFilter.ts';
import { VirtualRows } from './VirtualRows.tsx';

/** More matches than anybody reads; a longer query is quicker than scrolling. */
const MATCHES_MAX = 200;

/** The list of households with search and filters. */
export function HouseholdList({ current }: { current: string | undefined }) {
  const { t } = useTranslation();
  const tablet = useTablet();
  const user = useTabletState((s) => s.user);
  const loading = useTabletState((s) => s.load !== undefined);
  const rows = useDirectory();
  const today = useToday();
  const filter = useListFilter();
  const [params] = useSearchParams();
  // An address may ask for the households that were not visited; a tap on the chips then goes its own way.
  const asked = params.get('show') === 'open' && filter.show === 'all' ? 'open' : filter.show;
  const query = useDeferredValue(filter.query.trim());

  const grids = useMemo(() => (user?.grid ? [user.grid] : (user?.grids ?? [])), [user]);
  const shown = useMemo(() => {
    // `rows` is the reason to search again after a change; the search itself reads the same directory.
    const found = query === '' ? rows : tablet.search(query, MATCHES_MAX);
    return filterRows(found, { ...filter, show: asked as Show }, { grids, today });
  }, [tablet, rows, query, filter, asked, grids, today]);

  return (
    <div className="flex h-full flex-col">
      <ListHead show={asked as Show} count={shown.length} hasGrid={grids.length > 0} />
      <div className="min-h-0 flex-1">
        {shown.length > 0 ? (
          <VirtualRows rows={shown} current={current} today={today} />
        ) : rows.length === 0 ? (
          loading ? (
            <LoadingRows rows={8} label={t('loading')} />
          ) : (
            <EmptyState icon={UsersRound} title={t('list.emptyTitle')}>
              {t('list.empty')}
            </EmptyState>
          )
        ) : (
          <EmptyState
            icon={SearchX}
            title={t('list.noneTitle')}
            action={
              <Button onClick={() => useListFilter.setState({ ...NO_FILTER, query: filter.query })}>
                {t('list.showAll')}
              </Button>
            }
          >
            {t('list.none')}
          </EmptyState>
        )}
      </div>
    </div>
  );
}
