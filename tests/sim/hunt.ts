/** `--planted`: plants one bug after the other and looks for the seed that finds it; `--matrix`: proves that every check is needed. */
import { bundle } from './bundle.ts';
import { CHECKS } from './checks/all.ts';
import { playAll } from './crew.ts';
import { BUGS } from './planted/all.ts';
import type { Bug } from './planted/bug.ts';
import type { SimPostgres } from './postgres.ts';

/** Within so many seeds every bug has to be found. */
export const SEEDS_MAX = 500;

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

/** A bug without which a check would have nothing to do. */
export interface Need {
  readonly bug: string;
  /** Found there with every check. */
  readonly foundAtSeed: number;
  /** Survives so many seeds without the one check. */
  readonly survives: number;
}

/** Bugs that say that only this check sees them. */
function candidates(bugs: readonly Bug[], check: string): readonly Bug[] {
  return bugs.filter((bug) => bug.only === check);
}

/**
 * For each check a bug that is found with it and survives without it, over as many seeds and at least over all that finding it took;
 * undefined when another check sees all that name this one.
 */
export async function matrix(
  postgres: SimPostgres,
  bugs: readonly Bug[],
  hunt: Hunt,
  say: (line: string) => void,
): Promise<ReadonlyMap<string, Need | undefined>> {
  const needed = new Map<string, Need | undefined>();
  for (const { name: check } of CHECKS.filter(({ name }) => !hunt.without.includes(name))) {
    needed.set(check, undefined);
    for (const bug of candidates(bugs, check)) {
      const file = await fileOf(bug);
      const { foundAtSeed } = await hunted(postgres, bug, file, { ...hunt, seeds: SEEDS_MAX });
      if (foundAtSeed === null) continue;
      const survives = Math.max(hunt.seeds, foundAtSeed - hunt.from + 1);
      const second = await hunted(postgres, bug, file, { ...hunt, seeds: survives, without: [...hunt.without, check] });
      if (second.foundAtSeed === null) {
        say(`without “${check}” the bug “${bug.name}” (seed ${foundAtSeed}) survives ${survives} seeds`);
        needed.set(check, { bug: bug.name, foundAtSeed, survives });
        break;
      }
      say(`without “${check}” the bug “${bug.name}” is seen by “${second.by}” at seed ${second.foundAtSeed}`);
    }
  }
  return needed;
}
