/** What is left when a revoked device was wiped: a note for whoever opens it next. No person and no household is in it. */
import { Dexie, type Table } from 'dexie';

export interface Farewell {
  readonly device: string;
  readonly townName: string;
  /** Own ops that wait at the office because the device was revoked. */
  readonly handedOver: number;
  readonly at: number;
}

export class FarewellDb extends Dexie {
  declare readonly notes: Table<Farewell, 'last'>;

  constructor(prefix: string, indexedDB: IDBFactory, range: typeof IDBKeyRange) {
    super(`${prefix}-farewell`, { indexedDB, IDBKeyRange: range, chromeTransactionDurability: 'strict' });
    this.version(1).stores({ notes: '' });
  }
}
