/**
 * The storage of one device: real IndexedDB semantics (fake-indexeddb), plus what happens to storage in the field: power goes in
 * the middle of a transaction, no room is left, a database is evicted, everything is copied.
 */
import { IDBFactory } from 'fake-indexeddb';

interface RawRecord {
  readonly key: unknown;
  readonly value: unknown;
}

interface RawStore {
  rawDatabase: RawDatabase;
  readonly records: { getAllRecords?: never; values(): Iterable<RawRecord> };
  readonly rawIndexes: Map<string, { rawObjectStore: RawStore; records: unknown }>;
  storeRecord(record: unknown, noOverwrite: boolean, rollbackLog?: unknown): unknown;
}

interface RawTransaction {
  _state: string;
  readonly _rollbackLog: (() => void)[];
}

interface RawDatabase {
  readonly name: string;
  transactions: RawTransaction[];
  connections: unknown[];
  readonly rawObjectStores: Map<string, RawStore>;
}

interface RawFactory {
  _databases: Map<string, RawDatabase>;
}

function raw(factory: IDBFactory): RawFactory {
  return factory as unknown as RawFactory;
}

/** A copy with everything of its own but the stored values, which nobody changes. */
function copied<T>(value: T, seen: Map<unknown, unknown>): T {
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return value;
  const known = seen.get(value);
  if (known !== undefined) return known as T;
  if (value instanceof Map) {
    const map = new Map();
    seen.set(value, map);
    for (const [k, v] of value) map.set(k, copied(v, seen));
    return map as T;
  }
  if (Array.isArray(value)) {
    const list: unknown[] = [];
    seen.set(value, list);
    for (const item of value) list.push(copied(item, seen));
    return list as T;
  }
  const made = Object.create(Object.getPrototypeOf(value)) as Record<string, unknown>;
  seen.set(value, made);
  for (const [k, v] of Object.entries(value)) {
    if (typeof v !== 'function') made[k] = copied(v, seen);
  }
  return made as T;
}

export class Disk {
  factory = new IDBFactory();
  /** No room: every write fails with QuotaExceededError. */
  full = false;

  /** Power is gone: what was not committed is undone, and no connection is left. */
  powerCut(): void {
    const before = raw(this.factory);
    for (const db of before._databases.values()) {
      for (const transaction of db.transactions) {
        if (transaction._state === 'finished') continue;
        for (const undo of transaction._rollbackLog.reverse()) undo();
        transaction._state = 'finished';
      }
      db.transactions = [];
      db.connections = [];
    }
    // A factory of its own: the old one's queues wait for what will never come.
    this.factory = new IDBFactory();
    raw(this.factory)._databases = before._databases;
  }

  /** The whole storage as another device would have it, copied bit by bit. */
  copy(): Disk {
    const disk = new Disk();
    const databases = new Map<string, RawDatabase>();
    for (const [name, db] of raw(this.factory)._databases) {
      const { transactions, connections } = db;
      db.transactions = [];
      db.connections = [];
      const made = copied(db, new Map()) as RawDatabase & { processTransactions: () => void };
      db.transactions = transactions;
      db.connections = connections;
      made.processTransactions = (
        Object.getPrototypeOf(made) as { processTransactions: () => void }
      ).processTransactions.bind(made);
      databases.set(name, made);
    }
    raw(disk.factory)._databases = databases;
    return disk;
  }

  /** Throws a database away behind the app's back. */
  evict(name: string): void {
    raw(this.factory)._databases.delete(name);
  }

  /** All values of a store as they are durable now. */
  values<T>(database: string, store: string): readonly T[] {
    const records = raw(this.factory)._databases.get(database)?.rawObjectStores.get(store)?.records.values() ?? [];
    return Array.from(records, (record) => record.value as T);
  }

  /** The value of a key in a store without key path. */
  value<T>(database: string, store: string, key: string): T | undefined {
    const records = raw(this.factory)._databases.get(database)?.rawObjectStores.get(store)?.records.values() ?? [];
    for (const record of records) if (record.key === key) return record.value as T;
    return undefined;
  }

  /** Makes the stores heed `full`. What a rollback puts back needs no new room. */
  watchRoom(): void {
    for (const db of raw(this.factory)._databases.values()) {
      for (const store of db.rawObjectStores.values()) {
        if (Object.hasOwn(store, 'storeRecord')) continue;
        const original = store.storeRecord.bind(store);
        store.storeRecord = (record, noOverwrite, rollbackLog) => {
          if (this.full && rollbackLog !== undefined) throw new DOMException('no room', 'QuotaExceededError');
          return original(record, noOverwrite, rollbackLog);
        };
      }
    }
  }
}
