import { type Kysely, type Migration, sql } from 'kysely';

/** Points that lapsed at the settlement of a quarter (AL-9), and which quarters were settled. */
const STATEMENTS = [
  `create table point_lapses (
    town text collate "C", household text collate "C", id text collate "C", quarter text collate "C" not null,
    points int not null check (points > 0), by_user text collate "C" not null, at bigint not null,
    primary key (town, household, id), foreign key (town, household) references households)`,
  `create table settled_quarters (
    town text collate "C" references towns, village text collate "C", quarter text collate "C", ref text collate "C" not null,
    by_user text collate "C" not null, at bigint not null, households int not null, points int not null,
    primary key (town, village, quarter))`,
  `create index point_lapses_quarter on point_lapses (town, quarter)`,
];

export const quarters: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
  },
};
