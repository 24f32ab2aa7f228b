import { type Kysely, type Migration, sql } from 'kysely';

/**
 * Photos that have arrived (CF-22). The files lie in the data folder under their ids. One row for each household that has the
 * photo, because who may look at it follows from the household.
 */
export const photos: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await sql
      .raw(
        `create table photos (
          town text collate "C", id text collate "C", household text collate "C", op text collate "C" not null,
          device text collate "C" not null, bytes int not null, received_at timestamptz not null default now(),
          primary key (town, id, household), foreign key (town, household) references households)`,
      )
      .execute(db);
  },
};
