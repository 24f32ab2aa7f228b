import { type Kysely, type Migration, sql } from 'kysely';

const STATEMENTS = [
  // Long work of the office. It is of now: a backup leaves it out, and a restore, which puts other people in place, leaves it be.
  `create table jobs (
    town text collate "C" references towns, id text collate "C", kind text not null, village text collate "C",
    by_user text collate "C" not null, input json not null, state text not null default 'queued', done int not null default 0,
    total int, result json, file_name text, file_type text, error text, cancel_asked boolean not null default false,
    worker text, attempts int not null default 0, beat_at timestamptz not null default now(),
    created_at timestamptz not null default now(), finished_at timestamptz,
    primary key (town, id),
    constraint jobs_state check (state in ('queued', 'running', 'done', 'failed', 'cancelled')))`,
  `create index jobs_person on jobs (town, by_user, created_at desc)`,
  `create index jobs_open on jobs (town, created_at) where state in ('queued', 'running')`,
];

/** Long work: queued, counted, cancelled, found again. */
export const jobs: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
  },
};
