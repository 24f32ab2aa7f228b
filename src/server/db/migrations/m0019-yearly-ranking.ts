import { type Kysely, type Migration, sql } from 'kysely';

const STATEMENTS = [
  // The frozen list of a year: its text to the letter, the hash of it, and the ledger it was made from. Empty village: the town's.
  `create table rankings (
    town text collate "C" references towns, village text collate "C", year int, ref text collate "C" not null,
    by_user text not null, at bigint not null, frozen text not null, document text not null, hash text not null,
    root_seq bigint not null, root_hash text not null, households int not null, apart int not null, excluded int not null,
    unranked int not null, points int not null, was text, primary key (town, village, year))`,
  `create index rankings_hash on rankings (town, hash)`,
  // Whose line it is, with the name that stands on the certificate.
  `create table ranked_households (
    town text collate "C", place text collate "C", year int, list text collate "C", row int,
    household text collate "C" not null, village text collate "C" not null, head text not null, natural_village text not null,
    points int not null, rank int, tier text, reason text, primary key (town, place, year, list, row),
    foreign key (town, place, year) references rankings (town, village, year),
    constraint ranked_households_list check (list in ('ranked', 'apart', 'excluded')))`,
  `create index ranked_households_tier on ranked_households (town, place, year, list, tier, row)`,
  // Who is not ranked in a year, as the latest word says.
  `create table ranking_exclusions (
    town text collate "C" references towns, year int, household text collate "C", excluded boolean not null,
    reason text not null, by_user text not null, at bigint not null, ref text collate "C" not null,
    primary key (town, year, household))`,
];

/** The yearly ranking: frozen lists, whose lines they are, who is not ranked. */
export const rankings: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
  },
};
