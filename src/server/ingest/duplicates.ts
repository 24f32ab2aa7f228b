/**
 * CF-10: a new household that is likely one that is registered already. As when a roll is read (rolls/duplicates.ts), a name
 * alone proves nothing: the phone or the door plate must be the same too.
 */
import { type Kysely, sql } from 'kysely';
import type { HouseholdFile } from '../../domain/household.ts';
import type { HouseholdOp, Op } from '../../domain/op.ts';
import { profileOf } from '../../domain/profile.ts';
import type { Database } from '../db/schema.ts';
import { comparable } from '../rolls/text.ts';
import type { Batch } from './batch.ts';
import { fileFromRow } from './rows.ts';

/** Loads households of the same village and head as those that the ops register. */
export async function loadNamesakes(db: Kysely<Database>, batch: Batch, ops: readonly Op[]): Promise<void> {
  const fresh = ops.flatMap((op) => (op.kind === 'household.register' ? [op.body] : []));
  if (fresh.length === 0) return;
  const { rows } = await sql<Parameters<typeof fileFromRow>[0]>`
    select distinct on (h.code) h.code, h.village, h.grid, h.registered, h.base, h.edits, h.card, h.lineage
    from unnest(${fresh.map((b) => b.village)}::text[], ${fresh.map((b) => b.head)}::text[]) as k(village, head)
    join households h on h.town = ${batch.town.town} and h.village = k.village and h.head = k.head
    where h.ended is null order by h.code`.execute(db);
  batch.namesakes.push(...rows.map(fileFromRow));
}

/**
 * Loads the open Cases of a device about codes that were used twice: what it records for such a household is not about the one
 * that has the code (SY-6).
 */
export async function loadSameCodes(db: Kysely<Database>, batch: Batch, device: string): Promise<void> {
  const rows = await db
    .selectFrom('cases')
    .selectAll()
    .where('town', '=', batch.town.town)
    .where('device', '=', device)
    .where('code', '=', 'same_code')
    .where('decision', 'is', null)
    .execute();
  for (const { town: _town, opened_at: _opened, decided_at: _decided, ...row } of rows) {
    if (!batch.cases.has(row.id)) batch.cases.set(row.id, { ...row, changed: false });
  }
}

/** The registration of this device that waits for another code, if the op is about what it would have made. */
export function waitingForCode(batch: Batch, device: string, op: HouseholdOp): string | undefined {
  if (op.kind === 'household.register') return undefined;
  for (const c of batch.cases.values()) {
    const open = c.code === 'same_code' && c.decision === null && c.device === device;
    if (open && c.household === op.body.household && c.params?.register === undefined) return c.id;
  }
  return undefined;
}

/** Codes of households that are likely the same as this one, those of the batch itself included. */
export function likelyDuplicates(batch: Batch, file: HouseholdFile): readonly string[] {
  const here = [...batch.households.values()].map((state) => state.file);
  const known = new Set(here.map((f) => f.code));
  return [...here, ...batch.namesakes.filter((f) => !known.has(f.code))]
    .filter((other) => other.code !== file.code && !other.merged && !other.closed && alike(file, other))
    .map((other) => other.code)
    .sort();
}

function alike(a: HouseholdFile, b: HouseholdFile): boolean {
  if (a.village !== b.village) return false;
  const [one, two] = [profileOf(a), profileOf(b)];
  if (comparable(one.head) !== comparable(two.head)) return false;
  const samePhone = one.phone !== '' && one.phone === two.phone;
  const sameDoor =
    one.doorPlate !== '' &&
    comparable(one.doorPlate) === comparable(two.doorPlate) &&
    comparable(one.naturalVillage) === comparable(two.naturalVillage);
  return samePhone || sameDoor;
}
