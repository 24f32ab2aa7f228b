/** Background Sync: the service worker pushes what the journal holds, without a screen and without unlocking anything. */
import { CacheDb } from '../cache/cacheDb.ts';
import type { TabletDeps } from '../engine/deps.ts';
import { openJournal } from '../journal/journal.ts';
import { JournalDb } from '../journal/journalDb.ts';
import { OwnOps } from '../journal/ownOps.ts';
import { LocalLocks, SYNC_LOCK, underLock } from './locks.ts';
import { syncRounds } from './rounds.ts';

/**
 * Pushes every unsent op; true when nothing is left or a page is at it already. Throws ApiError when the server cannot be
 * reached, so that the browser tries again.
 */
export async function syncInBackground(deps: TabletDeps): Promise<boolean> {
  const journalDb = new JournalDb(deps.dbPrefix, deps.indexedDB, deps.IDBKeyRange);
  const cacheDb = new CacheDb(deps.dbPrefix, deps.indexedDB, deps.IDBKeyRange);
  try {
    const journal = await openJournal(journalDb, deps.crypto);
    if (!journal) return true;
    const context = {
      api: deps,
      journal,
      ownOps: new OwnOps(journal),
      cacheDb,
      locks: deps.locks ?? new LocalLocks(),
      app: deps.appVersion,
      now: () => deps.now(),
      storage: () => ({}),
    };
    const result = await underLock(context.locks, SYNC_LOCK, false, () =>
      syncRounds(context, undefined, () => undefined),
    );
    if (result) deps.channel?.post('journal');
    return !result?.revoked;
  } finally {
    journalDb.close();
    cacheDb.close();
    deps.channel?.close();
  }
}
