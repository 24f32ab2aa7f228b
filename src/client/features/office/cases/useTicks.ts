import { useState } from 'react';
import type { OfficeCase } from '../../../../protocol/officeCases.ts';

/** What of a Case is needed to decide it together with others. */
export type Ticked = Pick<OfficeCase, 'id' | 'head' | 'household'>;

export interface Ticks {
  /** Why those that are ticked wait; undefined when none is. */
  readonly why: string | undefined;
  readonly ids: ReadonlySet<string>;
  readonly all: readonly Ticked[];
  toggle(held: OfficeCase): void;
  /** Ticks these and no others. */
  put(why: string, cases: readonly Ticked[]): void;
  clear(): void;
}

/** The Cases that are ticked: all of them wait for the same reason. */
export function useTicks(): Ticks {
  const [state, setState] = useState<{ readonly why: string | undefined; readonly all: readonly Ticked[] }>(NONE);
  const put = (why: string, all: readonly Ticked[]) => setState(all.length === 0 ? NONE : { why, all });
  return {
    ...state,
    ids: new Set(state.all.map((one) => one.id)),
    toggle: ({ id, code, head, household }) => {
      const rest = state.all.filter((one) => one.id !== id);
      if (rest.length < state.all.length) put(code, rest);
      else if (state.why === undefined || state.why === code) put(code, [...state.all, { id, head, household }]);
    },
    put,
    clear: () => setState(NONE),
  };
}

const NONE = { why: undefined, all: [] };
