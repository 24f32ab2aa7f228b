import { useEffect, useState } from 'react';
import { codeOf } from './officeApi.ts';
import { noteFailure } from './officeSession.ts';
import { type Remote, useRemote } from './useRemote.ts';

export interface Page<Row> {
  readonly rows: readonly Row[];
  /** Where the next page starts; null on the last one. */
  readonly cursor: string | null;
}

export interface Pages<First extends Page<unknown>> {
  readonly first: Remote<First>;
  /** Rows of all pages that were asked for. */
  readonly rows: First['rows'];
  readonly hasMore: boolean;
  readonly loadingMore: boolean;
  /** Code of the failure of the last further page. */
  readonly moreProblem: string | undefined;
  loadMore(): void;
}

/** A list that comes page by page; a new key or a reload starts again at the first page. */
export function usePages<First extends Page<unknown>>(
  key: string,
  load: (cursor: string | null) => Promise<First>,
): Pages<First> {
  const first = useRemote(key, () => load(null));
  const [further, setFurther] = useState<{ readonly of: First | undefined; readonly pages: readonly First[] }>();
  const [loadingMore, setLoadingMore] = useState(false);
  const [moreProblem, setMoreProblem] = useState<string>();
  const pages = further !== undefined && further.of === first.data ? further.pages : [];
  const last = pages.at(-1) ?? first.data;

  // biome-ignore lint/correctness/useExhaustiveDependencies: another first page makes an old failure meaningless
  useEffect(() => setMoreProblem(undefined), [first.data]);

  const loadMore = () => {
    const cursor = last?.cursor ?? null;
    if (cursor === null || loadingMore) return;
    setLoadingMore(true);
    load(cursor)
      .then(
        (page) => {
          setFurther({ of: first.data, pages: [...pages, page] });
          setMoreProblem(undefined);
        },
        (error: unknown) => {
          noteFailure(codeOf(error));
          setMoreProblem(codeOf(error));
        },
      )
      .finally(() => setLoadingMore(false));
  };

  return {
    first,
    rows: [...(first.data?.rows ?? []), ...pages.flatMap((page) => page.rows)],
    hasMore: (last?.cursor ?? null) !== null,
    loadingMore,
    moreProblem,
    loadMore,
  };
}
