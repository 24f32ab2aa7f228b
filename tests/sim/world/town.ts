/** The towns of the simulator: one that is made once, and a copy of it for every seed. */
import { hash } from '@node-rs/argon2';
import { type Kysely, sql } from 'kysely';
import type { Database } from '../../../src/server/db/schema.ts';
import { asConsole, carried, makeTown, PIN, RULES, rule, TOWN } from '../../server/support/smallTown.ts';

/** A deed that waits for a review, which may give it other points than the worker did. */
export const TOWN_RULES = [...RULES, rule('RV-01', { type: 'range', min: 1, max: 8 }, { review: 'village' })];

/** Points that households start with, in the order of their codes; the others have none. */
const STARTING: Readonly<Record<string, number>> = { 'XW-0001': 60, 'XW-0002': 25, 'XW-1001': 40, 'DL-0001': 50 };

interface Column {
  readonly table_name: string;
  readonly columns: string;
}

export class TownPress {
  private readonly db: Kysely<Database>;
  private readonly tables: readonly Column[];

  private constructor(db: Kysely<Database>, tables: readonly Column[]) {
    this.db = db;
    this.tables = tables;
  }

  /** Makes the town that all others are copied from. */
  static async make(db: Kysely<Database>): Promise<TownPress> {
    await makeTown(db, 2);
    const reviewed = { village: null, version: 2, effectiveFrom: '2020-01-01', rules: TOWN_RULES } as const;
    await asConsole(db, [{ kind: 'rules.publish', body: reviewed }]);
    await asConsole(
      db,
      Object.entries(STARTING).map(([household, points]) => carried(household, points)),
    );
    // Few enough that a store runs out in the books, which nothing else may mind (AL-6).
    const lines = [
      { sku: 'rice', quantity: 6 },
      { sku: 'oil', quantity: 2 },
    ];
    await asConsole(
      db,
      ['XW', 'DL'].map((store) => ({ kind: 'stock.move', body: { store, kind: 'received', lines } }) as const),
    );
    // PINs are checked with the parameters that are stored beside them: cheap ones are right for a thousand towns.
    const pin_hash = await hash(PIN, { memoryCost: 8, timeCost: 1, parallelism: 1 });
    await db.updateTable('users').set({ pin_hash }).execute();
    const { rows } = await sql<Column>`
      select c.table_name, string_agg(quote_ident(c.column_name), ', ' order by c.ordinal_position)
          filter (where c.column_name <> 'town') as columns
        from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
       where c.table_schema = 'public' and t.table_type = 'BASE TABLE'
         and exists (select from information_schema.columns k where k.table_schema = 'public'
           and k.table_name = c.table_name and k.column_name = 'town')
       group by c.table_name order by c.table_name`.execute(db);
    return new TownPress(db, rows);
  }

  /** A town as it is on the first day. */
  async press(town: string): Promise<void> {
    await this.unchecked(
      this.tables.map(
        ({ table_name, columns }) =>
          `insert into ${table_name} (town, ${columns}) select '${town}', ${columns} from ${table_name} where town = '${TOWN}';`,
      ),
    );
  }

  async remove(town: string): Promise<void> {
    await this.unchecked(this.tables.map(({ table_name }) => `delete from ${table_name} where town = '${town}';`));
  }

  /** One round trip; the order of the tables does not matter, because foreign keys are not looked at. */
  private async unchecked(statements: readonly string[]): Promise<void> {
    await this.db.connection().execute(async (connection) => {
      await sql
        .raw(`set session_replication_role = replica; ${statements.join(' ')} reset session_replication_role`)
        .execute(connection);
    });
  }
}
