/** A whole roll against the households of its village: what to register, what to edit, what to leave. Pure. */
import { profileOf } from '../../../domain/profile.ts';
import type { ConsoleOp } from '../../ingest/console.ts';
import type { RollHousehold } from '../../rolls/mergeRecommended.ts';
import { type Kept, type KnownFile, memberOf, planHousehold } from './planHousehold.ts';

/** Where a household stands in the roll. */
type Source = RollHousehold['sources'][number];

export interface PlannedOp {
  readonly op: ConsoleOp;
  readonly household: string;
  readonly head: string;
  readonly sources: readonly Source[];
}

export interface ImportPlan {
  readonly added: readonly PlannedOp[];
  readonly changed: readonly PlannedOp[];
  /** Values of the roll that differ from the system's and were not taken. */
  readonly kept: readonly (Kept & { readonly household: string; readonly head: string })[];
  /** Households of the roll that cannot be registered: nothing says in which grid they are. */
  readonly withoutGrid: readonly {
    readonly household: string;
    readonly head: string;
    readonly sources: readonly Source[];
  }[];
  /** Households of the village that the roll does not list. They stay. */
  readonly missing: readonly { readonly household: string; readonly head: string }[];
  /** How many households of the roll are in the system exactly so. */
  readonly unchanged: number;
}

/**
 * @param village code of the village
 * @param grids codes of its grids; a household that names none goes into the only one
 */
export function planImport(
  households: readonly RollHousehold[],
  existing: readonly KnownFile[],
  village: string,
  grids: readonly string[],
): ImportPlan {
  const files = new Map(existing.map((file) => [file.code, file]));
  const added: PlannedOp[] = [];
  const changed: PlannedOp[] = [];
  const kept: ImportPlan['kept'][number][] = [];
  const withoutGrid: ImportPlan['withoutGrid'][number][] = [];
  let unchanged = 0;
  for (const roll of households) {
    const at = { household: roll.code, head: roll.head, sources: roll.sources };
    const file = files.get(roll.code);
    if (file === undefined) {
      const grid = roll.grid || (grids.length === 1 ? grids[0] : undefined);
      if (grid === undefined) withoutGrid.push(at);
      else added.push({ ...at, op: registration(roll, village, grid) });
      continue;
    }
    // CF-09: an old roll may still list it; what it says is no news of the household that it became.
    if (file.merged || file.closed) {
      unchanged += 1;
      continue;
    }
    const plan = planHousehold(file, roll);
    kept.push(...plan.kept.map((one) => ({ household: roll.code, head: roll.head, ...one })));
    if (plan.set.length === 0) unchanged += 1;
    else changed.push({ ...at, op: { kind: 'household.edit', body: { household: roll.code, set: plan.set } } });
  }
  const listed = new Set(households.map(({ code }) => code));
  const missing = existing
    .filter(({ code, merged, closed }) => !merged && !closed && !listed.has(code))
    .map((file) => ({ household: file.code, head: profileOf(file).head }));
  return { added, changed, kept, withoutGrid, missing, unchanged };
}

function registration(roll: RollHousehold, village: string, grid: string): ConsoleOp {
  return {
    kind: 'household.register',
    body: {
      household: roll.code,
      village,
      grid,
      head: roll.head,
      phone: roll.phone ?? '',
      doorPlate: roll.doorPlate ?? '',
      naturalVillage: roll.naturalVillage,
      status: roll.status,
      tags: roll.tags,
      members: roll.members.map(memberOf),
    },
  };
}
