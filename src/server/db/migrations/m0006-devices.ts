import { type Kysely, type Migration, sql } from 'kysely';

/**
 * Devices that were revoked (CF-17) or came out of a fork (CF-19): Cases of several ops, which identity came out of which, and
 * what a new identity has taken over from the log it had before.
 */
const STATEMENTS = [
  `alter table devices add column revoked_at timestamptz`,
  `create table case_ops (
    town text collate "C", case_id text collate "C", seq bigint, outcome text, code text, params json,
    primary key (town, case_id, seq), foreign key (town, case_id) references cases)`,
  `create table device_forks (
    town text collate "C", created text collate "C", device text collate "C" not null, public_key text not null,
    common bigint not null, head_seq bigint not null, head_hash text not null, made_at timestamptz not null default now(),
    primary key (town, created), unique (town, device, public_key),
    foreign key (town, created) references devices, foreign key (town, device) references devices)`,
  `create table adopted_ops (
    town text collate "C", device text collate "C", was text collate "C", seq bigint not null, digest text not null,
    primary key (town, device, was), unique (town, was, digest), foreign key (town, device) references devices)`,
];

export const devices: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
  },
};
