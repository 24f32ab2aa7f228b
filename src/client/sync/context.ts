/** What a sync needs of the device it runs on. */
import type { Catalogue } from '../../protocol/catalogue.ts';
import type { SyncRequest } from '../../protocol/sync.ts';
import type { Cache } from '../cache/cache.ts';
import type { CacheDb } from '../cache/cacheDb.ts';
import type { Journal } from '../journal/journal.ts';
import type { OwnOps } from '../journal/ownOps.ts';
import type { ApiDeps } from './api.ts';
import type { LockManagerLike } from './locks.ts';

export interface SyncContext {
  readonly api: ApiDeps;
  readonly journal: Journal;
  readonly ownOps: OwnOps;
  readonly cacheDb: CacheDb;
  readonly locks: LockManagerLike;
  readonly app: string;
  /** Wall clock, ms. */
  now(): number;
  /** What the device says of its storage. */
  storage(): Omit<NonNullable<SyncRequest['status']>, 'unsent' | 'reads'>;
}

/** The cache while somebody is unlocked. Without it a sync only pushes. */
export interface OpenCache {
  readonly cache: Cache;
  catalogue(): Catalogue | undefined;
  takeCatalogue(catalogue: Catalogue): Promise<void>;
  /** Grids to hold spending rights for (出门带额度). */
  carry(): readonly string[];
  /** True when this device keeps rights only while carrying. */
  returnsRights(): boolean;
}

/** What a step of a sync changed, for the screens. */
export interface SyncStep {
  /** Households whose stored file changed. */
  readonly changed: readonly string[];
  /** What lies in the store may have changed. */
  readonly stock: boolean;
  /** Own ops with a verdict since the run began, and all of the run. */
  readonly sent: number;
  readonly total: number;
}
