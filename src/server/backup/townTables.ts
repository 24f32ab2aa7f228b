/**
 * The tables of a town, read from the database's own catalogue: every table with a column `town`. So a table that a later
 * migration adds cannot be forgotten by the backup.
 */
import { type Kysely, sql } from 'kysely';
import type { Database } from '../db/schema.ts';

export interface TownTableInfo {
  readonly name: string;
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  /** Columns of the primary key, in its order. */
  readonly key: readonly string[];
}

/** Who is signed in and what the office's server is working on are of now: those of the backup's day must not come to life again. */
const LEFT_OUT: ReadonlySet<string> = new Set(['sessions', 'jobs']);

/** Tables of the schema in use, each behind those it refers to. */
export async function townTables(db: Kysely<Database>): Promise<readonly TownTableInfo[]> {
  const [tables, references] = await Promise.all([
    sql<TownTableInfo>`
      select c.relname as name,
        json_agg(json_build_object('name', a.attname, 'type', format_type(a.atttypid, a.atttypmod)) order by a.attnum) as columns,
        coalesce((select json_agg(k.attname order by p.place)
          from pg_constraint o cross join lateral unnest(o.conkey) with ordinality as p(attnum, place)
          join pg_attribute k on k.attrelid = o.conrelid and k.attnum = p.attnum
          where o.conrelid = c.oid and o.contype = 'p'), '[]') as key
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
      join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
      where n.nspname = current_schema() and c.relkind in ('r', 'p') and not c.relispartition
      group by c.oid, c.relname having bool_or(a.attname = 'town') order by c.relname`.execute(db),
    sql<{ child: string; parent: string }>`
      select c.relname as child, p.relname as parent from pg_constraint o
      join pg_class c on c.oid = o.conrelid join pg_class p on p.oid = o.confrelid
      join pg_namespace n on n.oid = c.relnamespace
      where o.contype = 'f' and n.nspname = current_schema() and c.oid <> p.oid`.execute(db),
  ]);
  return inOrder(
    tables.rows.filter(({ name }) => !LEFT_OUT.has(name)),
    references.rows,
  );
}

function inOrder(
  tables: readonly TownTableInfo[],
  references: readonly { readonly child: string; readonly parent: string }[],
): readonly TownTableInfo[] {
  const byName = new Map(tables.map((table) => [table.name, table]));
  const placed = new Map<string, TownTableInfo>();
  const place = (table: TownTableInfo, within: readonly string[]): void => {
    if (placed.has(table.name)) return;
    if (within.includes(table.name)) throw new Error(`tables refer to each other in a circle: ${within.join(', ')}`);
    for (const { child, parent } of references) {
      const other = child === table.name ? byName.get(parent) : undefined;
      if (other) place(other, [...within, table.name]);
    }
    placed.set(table.name, table);
  };
  for (const table of tables) place(table, []);
  return [...placed.values()];
}

/** Steps of the schema that this database has gone through, in order. */
export async function migrationsDone(db: Kysely<Database>): Promise<readonly string[]> {
  const { rows } = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(db);
  return rows.map(({ name }) => name);
}
