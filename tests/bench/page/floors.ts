/** The least a client can do with the same facts: plain Dexie rows, one gzip'd JSON fetch or post. */
import { Dexie } from 'dexie';
import { SearchIndex } from '../../../src/client/cache/search.ts';
import type { DirectoryRow } from '../../../src/client/engine/tablet.ts';
import { keystrokes, searchTimes } from './searching.ts';

export interface BareFloors {
  /** Puts copies of the newest journal row into a store without indexes, strictly; each call gives its ms. */
  strictPut(): Promise<() => Promise<number>>;
  /** Fetches the town as rows and puts them, ms. */
  bareLoad(): Promise<number>;
  /** Fetches 500 entries as rows and puts them, ms. */
  barePull(): Promise<number>;
  /** Posts rows, gzip'd, and waits for the INSERT, ms. */
  barePush(rows: readonly object[]): Promise<number>;
  /** One request that says and asks nothing, ms. */
  bareRequest(): Promise<number>;
  /** Reads so many sealed bundles as stored, without opening them, ms each. */
  bareGets(count: number): Promise<readonly number[]>;
  searchIn(
    known: readonly DirectoryRow[],
    rows: number,
    limit: number,
  ): { readonly search: readonly number[]; readonly walk: readonly number[] };
}

type Durability = 'strict' | 'relaxed';

async function bareDb(name: string, stores: Record<string, string>, durability: Durability): Promise<Dexie> {
  const db = new Dexie(`bare-${name}`, { chromeTransactionDurability: durability, cache: 'disabled' });
  db.version(1).stores(stores);
  await db.open();
  return db;
}

/** The floors; `plainFetch` is the browser's own. */
export function bareFloors(plainFetch: typeof fetch): BareFloors {
  let loads = 0;
  return {
    async strictPut() {
      const journal = await new Dexie('village-points-journal').open();
      const newest: Record<string, unknown> | undefined = await journal.table('ops').orderBy(':id').last();
      journal.close();
      if (!newest) throw new Error('the journal is empty');
      const rows = (await bareDb('put', { ops: 'seq' }, 'strict')).table('ops');
      let seq = (await rows.count()) + 1;
      return async () => {
        const row = { ...newest, seq: seq++ };
        const begin = performance.now();
        await rows.put(row);
        return performance.now() - begin;
      };
    },
    async bareLoad() {
      loads += 1;
      const stores = { households: 'code, grid', entries: 'id, household' };
      const db = await bareDb(`load-${loads}`, stores, 'relaxed');
      const begin = performance.now();
      const rows = await (await plainFetch('/floor/town')).json();
      await db.transaction('rw', db.table('households'), db.table('entries'), async () => {
        await db.table('households').bulkPut(rows.households);
        await db.table('entries').bulkPut(rows.entries);
      });
      const ms = performance.now() - begin;
      await db.delete();
      return ms;
    },
    async barePull() {
      const db = await bareDb('pull', { entries: 'id, household' }, 'relaxed');
      const begin = performance.now();
      const rows = await (await plainFetch('/floor/entries')).json();
      await db.table('entries').bulkPut(rows);
      const ms = performance.now() - begin;
      await db.delete();
      return ms;
    },
    async barePush(rows) {
      const begin = performance.now();
      const packed = new Blob([JSON.stringify(rows)]).stream().pipeThrough(new CompressionStream('gzip'));
      const answer = await plainFetch('/floor/ops', {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' },
        body: await new Response(packed).arrayBuffer(),
      });
      if (!answer.ok) throw new Error(`bare push: ${answer.status}`);
      return performance.now() - begin;
    },
    async bareRequest() {
      const begin = performance.now();
      await (await plainFetch('/healthz')).text();
      return performance.now() - begin;
    },
    async bareGets(count) {
      const cache = await new Dexie('village-points-cache').open();
      const ids = await cache.table('bundles').toCollection().primaryKeys();
      const times: number[] = [];
      for (let i = 0; i < count; i++) {
        const begin = performance.now();
        await cache.table('bundles').get(Number(ids[i % ids.length]));
        times.push(performance.now() - begin);
      }
      cache.close();
      return times;
    },
    searchIn(known, count, limit) {
      const rows = Array.from({ length: count }, (_, i) => {
        const row = known[i % known.length];
        if (!row) throw new Error('the directory is empty');
        return i < known.length ? row : { ...row, code: `${row.code}-${i}` };
      });
      const index = new SearchIndex();
      index.put(rows);
      const queries = keystrokes(rows);
      return {
        search: searchTimes(queries, (query) => index.find(query, limit)),
        walk: searchTimes(queries, (query) => rows.filter((row) => row.head.includes(query)).length),
      };
    },
  };
}
