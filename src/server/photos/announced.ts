/** Which photos may come: those that an op announced (CF-22), from devices that may see its household. */
import type { Kysely } from 'kysely';
import { z } from 'zod';
import { parseRef } from '../../domain/ref.ts';
import type { Database } from '../db/schema.ts';
import { ProblemError } from '../http/base-problem.ts';

const announcementSchema = z.object({ household: z.string(), photos: z.array(z.string()) });

/**
 * The household whose deed a photo proves. The op may wait for a person; what was refused never happened.
 * @throws ProblemError `not-found` when no such op announced the photo, `forbidden` for another village's household
 */
export async function announcedHousehold(
  db: Kysely<Database>,
  device: { readonly town: string; readonly village: string | null },
  op: string,
  photo: string,
): Promise<string> {
  const ref = parseRef(op);
  if (!ref) throw new ProblemError('not-found');
  const row = await db
    .selectFrom('ops')
    .select('body')
    .where('town', '=', device.town)
    .where('device', '=', ref.device)
    .where('seq', '=', ref.seq)
    .where('kind', '=', 'entry.record')
    .where('outcome', '!=', 'refused')
    .executeTakeFirst();
  const announced = announcementSchema.safeParse(row?.body);
  if (!announced.success || !announced.data.photos.includes(photo)) throw new ProblemError('not-found');
  const household = await db
    .selectFrom('households')
    .select(['code', 'village'])
    .where('town', '=', device.town)
    .where('code', '=', announced.data.household)
    .executeTakeFirst();
  if (!household) throw new ProblemError('not-found');
  if (device.village !== null && household.village !== device.village) throw new ProblemError('forbidden');
  return household.code;
}
