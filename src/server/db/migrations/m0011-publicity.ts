import { type Kysely, type Migration, sql } from 'kysely';

const STATEMENTS = [
  // Months that were closed before lists were kept: they hung on paper, and no document is made of them any more.
  `alter table published_months add column paper boolean not null default false`,
  `update published_months set paper = true`,
  // The frozen list of a village's month: its text to the letter, the hash of it, and the ledger it was made from.
  `create table publications (
    town text collate "C" references towns, village text collate "C", month text collate "C", ref text collate "C" not null,
    by_user text not null, at bigint not null, published text not null, until text not null, document text not null,
    hash text not null, root_seq bigint not null, root_hash text not null, households int not null, entries int not null,
    points int not null, pending int not null, was text, primary key (town, village, month))`,
  // Each entry stands in one list, in one row of it.
  `create table published_entries (
    town text collate "C", household text collate "C", entry text collate "C", village text collate "C" not null,
    month text collate "C" not null, row int not null, file text collate "C" not null, primary key (town, file, entry),
    foreign key (town) references towns)`,
  `create index published_entries_list on published_entries (town, village, month, row)`,
  // Of the months on paper everything that was approved has been seen.
  `insert into published_entries (town, household, entry, village, month, row, file)
    select e.town, e.household, e.id, p.village, p.month, -1, e.household
    from published_months p join households h on h.town = p.town and h.village = p.village
    join entries e on e.town = h.town and e.household = h.code and left(e.date, 7) = p.month
    where e.status = 'approved' and e.late is null`,
  // A town may have come with hundreds of thousands of these: the planner has to know before it looks for what is not among them.
  `analyze published_entries`,
  `create table objections (
    town text collate "C" references towns, id text collate "C", village text collate "C" not null,
    month text collate "C" not null, text text not null, how text not null, name text, phone text,
    household text collate "C", entry text collate "C", by_user text not null, at bigint not null, day text not null,
    due text not null, outcome text, answer text, effects text[], answer_ref text, answered_by text, answered_at bigint,
    primary key (town, id))`,
  `create index objections_month on objections (town, village, month)`,
];

/** Monthly publicity: lists, what stands in them, objections to them. */
export const publicity: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
  },
};
