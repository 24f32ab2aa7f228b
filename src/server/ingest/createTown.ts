import { randomUUID } from 'node:crypto';
import type { Kysely } from 'kysely';
import { SHANGHAI_OFFSET_MINUTES } from '../../domain/calendar.ts';
import { generateTownKey, publicTownKey } from '../auth/townKey.ts';
import type { Database } from '../db/schema.ts';
import { LEDGER_GENESIS } from './ledger.ts';

/** Makes an empty town with its own card key and ledger. `town` is its short code (A–Z, 0–9), printed on every card. */
export async function createTown(db: Kysely<Database>, town: string, name: string): Promise<void> {
  const key = await generateTownKey();
  await db
    .insertInto('towns')
    .values({
      town,
      name,
      zone_offset_minutes: SHANGHAI_OFFSET_MINUTES,
      epoch: randomUUID(),
      feed_seq: 0,
      feed_hash: LEDGER_GENESIS,
      catalogue_version: 1,
      card_private: JSON.stringify(key),
      card_public: JSON.stringify(publicTownKey(key)),
    })
    .execute();
}
