import { useSearchParams } from 'react-router';
import { isMonth } from '../../../../domain/statistics/months.ts';
import type { StatisticsRequest } from '../../../../protocol/officeStatistics.ts';
import { useMe } from '../useMe.ts';

export const SPANS = [6, 12, 24, 36] as const;
export const STATISTICS_TABS = ['categories', 'participation', 'unvisited', 'redemption', 'work'] as const;

/** What the screen shows, kept in its address: reloaded, sent on or gone back to, it is the same. Nothing of it names a person. */
export function useQuestion() {
  const me = useMe();
  const [params, setParams] = useSearchParams();
  const asked = params.get('village');
  const village = me.user.village ?? (me.villages.some((one) => one.code === asked) ? asked : null);
  const to = params.get('to') ?? '';
  const months = SPANS.find((n) => String(n) === params.get('months')) ?? 12;
  const question: StatisticsRequest = { village, to: isMonth(to) ? to : null, months };
  return {
    question,
    tab: STATISTICS_TABS.find((one) => one === params.get('tab')) ?? 'categories',
    category: params.get('category') ?? '',
    /** An empty text takes it out of the address. */
    change: (name: 'village' | 'to' | 'months' | 'tab' | 'category', value: string) =>
      setParams(
        (old) => {
          const next = new URLSearchParams(old);
          if (value === '') next.delete(name);
          else next.set(name, value);
          return next;
        },
        { replace: true },
      ),
  };
}
