/** The op log as the database of the running town has it. */
import pg from 'pg';
import { findRunning } from '../../../src/server/db/embedded.ts';

export interface OpRow {
  readonly ref: string;
  readonly kind: string;
  // biome-ignore lint/suspicious/noExplicitAny: the accountant reads ops of many kinds, and shares no type with the product
  readonly body: any;
  readonly by: string;
  /** The device's clock, corrected, ms. */
  readonly at: number;
  readonly outcome: 'applied' | 'held' | 'refused';
  readonly code: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/** Every op with its verdict, in the order in which the server took them. */
export async function readOps(dataDir: string): Promise<readonly OpRow[]> {
  const url = await findRunning(dataDir);
  if (url === null) throw new Error('the town’s database does not run');
  const client = new pg.Client({ connectionString: url.replace(/\/postgres$/, '/village_points') });
  await client.connect();
  try {
    const { rows } = await client.query(
      'select device, seq, kind, body, by_user, at, shift_ms, outcome, code, params from ops order by received_at, device, seq',
    );
    return rows.map(({ device, seq, kind, body, by_user, at, shift_ms, outcome, code, params }) => ({
      ref: `${device}-${String(seq).padStart(6, '0')}`,
      ...{ kind, body, by: by_user, outcome, code, params: params ?? {} },
      at: Number(at) + Number(shift_ms),
    }));
  } finally {
    await client.end();
  }
}
