import { create } from 'zustand';

/** A round under way; it survives looking at a file or scanning in between. */
export interface Round {
  readonly rule: string;
  readonly codes: readonly string[];
  /** Index of the household in hand. */
  readonly at: number;
  readonly scored: ReadonlySet<string>;
  readonly skipped: ReadonlySet<string>;
}

export const roundStore = create<{ readonly round: Round | undefined }>(() => ({ round: undefined }));

export function startRound(rule: string, codes: readonly string[]): void {
  roundStore.setState({ round: { rule, codes, at: 0, scored: new Set(), skipped: new Set() } });
}

export function stopRound(): void {
  roundStore.setState({ round: undefined });
}

function change(next: (round: Round) => Partial<Round>): void {
  const { round } = roundStore.getState();
  if (round) roundStore.setState({ round: { ...round, ...next(round) } });
}

/** The next household that is still open after `from`; the end of the list when there is none. */
function nextOpen(round: Round, from: number): number {
  const done = (code: string) => round.scored.has(code) || round.skipped.has(code);
  for (let i = from; i < round.codes.length; i++) {
    const code = round.codes[i];
    if (code !== undefined && !done(code)) return i;
  }
  for (let i = 0; i < from; i++) {
    const code = round.codes[i];
    if (code !== undefined && !done(code)) return i;
  }
  return round.codes.length;
}

/** Marks the household in hand and goes to the next open one. */
export function finishHousehold(code: string, how: 'scored' | 'skipped'): void {
  change((round) => {
    const marked = {
      ...round,
      [how]: new Set([...round[how], code]),
    };
    return { [how]: marked[how], at: nextOpen(marked, round.at + 1) };
  });
}

/** Goes to a household of the round; true when it is one. */
export function goTo(code: string): boolean {
  const at = roundStore.getState().round?.codes.indexOf(code) ?? -1;
  if (at < 0) return false;
  change(() => ({ at }));
  return true;
}

/** One household back in the list. */
export function goBack(): void {
  change((round) => ({ at: Math.max(0, round.at - 1) }));
}
