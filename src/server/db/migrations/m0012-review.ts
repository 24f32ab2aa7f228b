import { type Kysely, type Migration, sql } from 'kysely';

const STATEMENTS = [
  // What was recorded where a review gave other points, who was the first of two people, and in which session it was decided.
  `alter table entries add column points_before int, add column agreed jsonb, add column session text collate "C"`,
  `create table committee_sessions (
    town text collate "C" references towns, id text collate "C", village text collate "C" not null, date text collate "C" not null,
    present text[] not null, chair text, note text, opened_by text not null, opened_at bigint not null, closed_by text,
    closed_at bigint, close_note text, primary key (town, id))`,
  `create index committee_sessions_place on committee_sessions (town, village, date desc, id desc)`,
  `create index entries_session on entries (town, session) where session is not null`,
  `create index entries_agreed on entries (town, (agreed->>'session')) where agreed is not null`,
  // What a worker usually gives for a rule.
  `create index entries_worker on entries (town, by_user, rule, date)`,
  // Where a photo was announced: the same picture on another entry is an oddity.
  `create table entry_photos (
    town text collate "C", photo text collate "C", household text collate "C", entry text collate "C",
    primary key (town, photo, household, entry), foreign key (town, household) references households)`,
  `insert into entry_photos (town, photo, household, entry)
    select distinct e.town, p.photo, e.household, e.id from entries e cross join lateral unnest(e.photos) as p(photo)`,
];

/** What the weekly review takes: changed points, two people, sessions of the committee, and what strikes a reviewer. */
export const review: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
  },
};
