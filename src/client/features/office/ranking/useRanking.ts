import { useSearchParams } from 'react-router';
import type { RankingRequest, RankingResponse } from '../../../../protocol/officeRanking.ts';
import { postJson } from '../officeApi.ts';
import { useMe } from '../useMe.ts';
import { usePages } from '../usePages.ts';

const YEAR = /^2\d{3}$/;
const LISTS = ['ranked', 'apart', 'excluded'] as const;
export type RankingList = (typeof LISTS)[number];

/** What is shown of the ranking; village, year and list stay in the address, what was typed does not. */
export function useRanking(q: string) {
  const me = useMe();
  const [params, setParams] = useSearchParams();
  const asked = params.get('village');
  const village = me.user.village ?? (me.villages.some((one) => one.code === asked) ? asked : null);
  const typedYear = params.get('year') ?? '';
  const year = YEAR.test(typedYear) ? Number(typedYear) : null;
  const list: RankingList = LISTS.find((one) => one === params.get('list')) ?? 'ranked';
  const question: RankingRequest = { village, year, list, q: q.trim() };
  const pages = usePages(JSON.stringify(question), (cursor) =>
    postJson<RankingResponse>('/api/office/ranking', { ...question, cursor }),
  );
  const change = (name: 'village' | 'year' | 'list', value: string) =>
    setParams(
      (old) => {
        const next = new URLSearchParams(old);
        if (value === '') next.delete(name);
        else next.set(name, value);
        return next;
      },
      { replace: true },
    );
  return { pages, village, year, typedYear, list, change };
}
