/** How many people opened a notice on a device: a number, and nothing about who they were. */
import { type Kysely, sql } from 'kysely';
import type { Database } from '../db/schema.ts';

/** Takes what a device counted; the number only grows, and one of a notice that is not here is left alone. */
export async function noteReads(
  db: Kysely<Database>,
  device: { readonly town: string; readonly id: string },
  reads: readonly (readonly [notice: string, readers: number])[],
): Promise<void> {
  if (reads.length === 0) return;
  // The larger of two counts, should a notice be named twice.
  const counts = [...new Map([...reads].sort((a, b) => a[1] - b[1]))];
  await sql`insert into notice_reads (town, notice, device, readers)
    select n.town, n.id, ${device.id}, x.readers
    from unnest(${counts.map(([id]) => id)}::text[], ${counts.map(([, readers]) => readers)}::int[]) as x(id, readers)
    join notices n on n.town = ${device.town} and n.id = x.id
    on conflict (town, notice, device) do update set readers = greatest(notice_reads.readers, excluded.readers)`.execute(
    db,
  );
}
