import type { CaseSearch } from '../../../../protocol/officeCases.ts';

/** What the list of Cases is narrowed by. */
export type CasesFilter = Omit<CaseSearch, 'cursor'>;

export const NO_FILTER: CasesFilter = {
  ...{ state: 'open', village: null, why: null, grid: null },
  ...{ worker: null, device: null, old: false, q: '' },
};

/** Whether anything besides the tab narrows the list. */
export function isNarrowed(filter: CasesFilter): boolean {
  return (Object.keys(NO_FILTER) as (keyof CasesFilter)[]).some(
    (name) => name !== 'state' && filter[name] !== NO_FILTER[name],
  );
}
