import { type Kysely, type Migration, sql } from 'kysely';

/** What becomes of households (CF-09), points that move between them, and households of one head found by an index (CF-10). */
const STATEMENTS = [
  'alter table households add column lineage json',
  'alter table households add column ended text',
  `create table point_moves (
    town text collate "C", household text collate "C", id text collate "C", other text collate "C" not null,
    points int not null, earned int not null, primary key (town, household, id),
    foreign key (town, household) references households)`,
  'create index households_lineage on households (town, rev) where lineage is not null',
  'create index households_head on households (town, village, head)',
];

export const lineage: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
  },
};
