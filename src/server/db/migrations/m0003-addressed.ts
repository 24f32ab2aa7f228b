import { type Kysely, type Migration, sql } from 'kysely';

/** News for single devices (Cases) are found without walking the whole ledger: a first load asks for all of a device's. */
export const addressed: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await sql`create index ledger_addressed on ledger (town, seq) where only_devices is not null`.execute(db);
  },
};
