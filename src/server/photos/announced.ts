/** Which photos may come: those that an op announced (CF-22), from devices that may see its household. */
import type { Kysely, Selectable } from 'kysely';
import { z } from 'zod';
import { placeAt } from '../../domain/place.ts';
import { parseRef } from '../../domain/ref.ts';
import type { OpTable } from '../db/schema/ledger.ts';
import type { Database } from '../db/schema.ts';
import { ProblemError } from '../http/base-problem.ts';
import { loadLineage } from '../ingest/lineage.ts';
import type { SyncDevice } from '../ingest/sync.ts';

const announcementSchema = z.object({ household: z.string(), photos: z.array(z.string()) });
/** What was recorded before a fork stands inside, as often as there were forks (SY-13). */
const adoptedSchema = z.object({ op: z.object({ kind: z.string(), body: z.unknown() }) });

function announcementOf(kind: string | undefined, body: unknown): z.infer<typeof announcementSchema> | undefined {
  if (kind === 'entry.record') return announcementSchema.safeParse(body).data;
  const adopted = kind === 'op.adopt' ? adoptedSchema.safeParse(body).data : undefined;
  return adopted && announcementOf(adopted.op.kind, adopted.op.body);
}

/**
 * The household whose deed a photo proves. The op may wait for a person; what was refused never happened. A device that was
 * revoked hands over its own photos alone (CF-17).
 * @throws ProblemError `not-found` when no such op announced the photo, `forbidden` for another village's household
 */
export async function announcedHousehold(
  db: Kysely<Database>,
  device: Pick<SyncDevice, 'town' | 'id' | 'village' | 'revoked'>,
  op: string,
  photo: string,
): Promise<string> {
  const ref = parseRef(op);
  if (!ref) throw new ProblemError('not-found');
  if (device.revoked && !(await isItsOwn(db, device, ref.device))) throw new ProblemError('forbidden');
  const row = await db
    .selectFrom('ops')
    .select(['kind', 'body', 'outcome', 'params', 'at', 'shift_ms'])
    .where('town', '=', device.town)
    .where('device', '=', ref.device)
    .where('seq', '=', ref.seq)
    .where('outcome', '!=', 'refused')
    .executeTakeFirst();
  const announced = announcementOf(row?.kind, row?.body);
  if (!row || !announced?.photos.includes(photo)) throw new ProblemError('not-found');
  const household = await db
    .selectFrom('households')
    .select(['code', 'village', 'grid', 'lineage'])
    .where('town', '=', device.town)
    .where('code', '=', announced.household)
    .executeTakeFirst();
  if (!household) throw new ProblemError('not-found');
  // As with the deed itself: where the household lived when it was recorded decides (CF-09).
  const { village } = placeAt({ ...household, ...household.lineage }, row.at + row.shift_ms);
  if (device.village !== null && village !== device.village) throw new ProblemError('forbidden');
  return (await whereItCounts(db, device.town, op, row)) ?? household.code;
}

/** The household that a deed went to when the one it names was merged or split (CF-09), by verdict or by decision. */
async function whereItCounts(
  db: Kysely<Database>,
  town: string,
  op: string,
  { outcome, params }: Pick<Selectable<OpTable>, 'outcome' | 'params'>,
): Promise<string | undefined> {
  if (typeof params?.to === 'string') return params.to;
  if (outcome !== 'held') return undefined;
  const decided = await db
    .selectFrom('cases')
    .select('household')
    .where('town', '=', town)
    .where('id', '=', op)
    .where('decision', 'is not', null)
    .executeTakeFirst();
  return decided?.household ?? undefined;
}

/** Whether a reference is of the device itself or of an identity it had before a fork (SY-13). */
async function isItsOwn(
  db: Kysely<Database>,
  device: Pick<SyncDevice, 'town' | 'id'>,
  author: string,
): Promise<boolean> {
  if (author === device.id) return true;
  const lineage = await loadLineage(db, device.town, device.id);
  return lineage?.before.some((step) => step.device === author) ?? false;
}
