/** What a run says: in figures, and in words about a seed that broke a promise. */
import type { Played } from './play.ts';

export interface Report {
  readonly seeds: number;
  readonly ops: number;
  readonly faults: Readonly<Record<string, number>>;
  readonly violations: readonly { readonly seed: number; readonly check: string; readonly text: string }[];
  readonly planted: readonly { readonly name: string; readonly foundAtSeed: number | null }[];
  /** For every check the planted bug that only it sees (`--matrix`). */
  readonly needed?: readonly {
    readonly check: string;
    readonly bug?: string;
    readonly foundAtSeed?: number;
    readonly survives?: number;
  }[];
}

export function report(all: readonly Played[], planted: Report['planted'] = []): Report {
  const faults: Record<string, number> = {};
  for (const played of all) {
    for (const [kind, n] of Object.entries(played.faults)) faults[kind] = (faults[kind] ?? 0) + n;
  }
  return {
    seeds: all.length,
    ops: all.reduce((sum, played) => sum + played.ops, 0),
    faults,
    violations: all.flatMap(({ seed, broken }) => (broken ? [{ seed, ...broken }] : [])),
    planted,
  };
}

/** The story of a seed, step by step, and how to hear it again. */
export function told(story: Played, played: Played, ops: number): string {
  const lines = story.story.map((line, i) => `  ${String(i + 1).padStart(3)}. ${line}`);
  const { broken } = played;
  const head = broken ? `seed ${played.seed} broke “${broken.check}”` : `seed ${played.seed}: every promise held`;
  const what = story.broken?.text.split('\n').map((line) => `  → ${line}`) ?? [];
  return [head, ...lines, ...what, `  again: npm run sim -- --seed ${played.seed} --ops ${ops}`, ''].join('\n');
}
