/** `--planted`: plants one bug after the other and looks for the seed that finds it; `--matrix`: proves that every check is needed. */
import { bundle } from './bundle.ts';
import { CHECKS } from './checks/all.ts';
import { playAll } from './crew.ts';
import { BUGS } from './planted/all.ts';
import type { Bug } from './planted/bug.ts';
import type { SimPostgres } from './postgres.ts';

export interface Hunt {
  readonly seeds: number;
  readonly from: number;
  readonly ops: number;
  readonly jobs: number;
  readonly without: readonly string[];
}

export interface Found {
  readonly name: string;
  readonly foundAtSeed: number | null;
  /** The check that saw it. */
  readonly by: string | null;
}

/** The bugs of these names; all without names. */
export function bugsNamed(names: readonly string[]): readonly Bug[] {
  for (const name of names) if (!BUGS.some((b) => b.name === name)) throw new Error(`no bug is called ${name}`);
  return names.length === 0 ? BUGS : BUGS.filter((b) => names.includes(b.name));
}

function fileOf(bug: Bug): Promise<string> {
  return bundle(`bug-${bug.name.replaceAll(/[^a-z]/g, '-')}`, bug.patches);
}

async function hunted(postgres: SimPostgres, bug: Bug, file: string, hunt: Hunt): Promise<Found> {
  const { seeds, from, ops, jobs, without } = hunt;
  const tasks = Array.from({ length: seeds }, (_, i) => ({ seed: from + i, ops, without, shrink: false }));
  let found: Found = { name: bug.name, foundAtSeed: null, by: null };
  await playAll(postgres, file, tasks, jobs, ({ played }) => {
    const { broken, seed } = played;
    if (!broken) return false;
    if (found.foundAtSeed === null || seed < found.foundAtSeed)
      found = { name: bug.name, foundAtSeed: seed, by: broken.check };
    return true;
  });
  return found;
}

/** Looks for every bug; `say` hears of each as soon as it is known. */
export async function huntAll(
  postgres: SimPostgres,
  bugs: readonly Bug[],
  hunt: Hunt,
  say: (found: Found) => void,
): Promise<readonly Found[]> {
  const all: Found[] = [];
  for (const bug of bugs) {
    const found = await hunted(postgres, bug, await fileOf(bug), hunt);
    say(found);
    all.push(found);
  }
  return all;
}

/** For each check a bug that survives without it; undefined when another check sees them all. */
export async function matrix(
  postgres: SimPostgres,
  bugs: readonly Bug[],
  hunt: Hunt,
  say: (line: string) => void,
): Promise<ReadonlyMap<string, string | undefined>> {
  const needed = new Map<string, string | undefined>(CHECKS.map((check) => [check.name, undefined]));
  for (const bug of bugs) {
    const file = await fileOf(bug);
    const { by } = await hunted(postgres, bug, file, hunt);
    if (by === null || !needed.has(by) || needed.get(by) !== undefined) continue;
    const second = await hunted(postgres, bug, file, { ...hunt, without: [...hunt.without, by] });
    if (second.foundAtSeed === null) needed.set(by, bug.name);
    say(
      second.foundAtSeed === null
        ? `without “${by}” the bug “${bug.name}” survives ${hunt.seeds} seeds`
        : `without “${by}” the bug “${bug.name}” is seen by “${second.by}” at seed ${second.foundAtSeed}`,
    );
  }
  return needed;
}
