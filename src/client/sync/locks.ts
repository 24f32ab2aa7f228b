/** Who may sync (SY-11). With Web Locks one tab at a time; without them (old browser, test) one run at a time in this tab. */
export interface LockManagerLike {
  request<T>(name: string, options: { ifAvailable?: boolean }, callback: (lock: unknown) => Promise<T>): Promise<T>;
}

/** Talking to the server about own ops. */
export const SYNC_LOCK = 'vp-sync';
/** Changing the cache: the first load holds it for long, while pushes go on. */
export const CACHE_LOCK = 'vp-cache';

/** Sending photos: apart from the ops, which never wait for a photo. */
export const PHOTO_LOCK = 'vp-photos';

/** Locks for one process, in the order of asking. */
export class LocalLocks implements LockManagerLike {
  private readonly tails = new Map<string, Promise<unknown>>();

  async request<T>(
    name: string,
    options: { ifAvailable?: boolean },
    callback: (lock: unknown) => Promise<T>,
  ): Promise<T> {
    const before = this.tails.get(name);
    if (before && options.ifAvailable) return callback(null);
    const run = (before ?? Promise.resolve()).then(
      () => callback({ name }),
      () => callback({ name }),
    );
    this.tails.set(name, run);
    try {
      return await run;
    } finally {
      if (this.tails.get(name) === run) this.tails.delete(name);
    }
  }
}

/** Runs `work` under the lock; undefined without running it when `wait` is false and somebody else has the lock. */
export function underLock<T>(
  locks: LockManagerLike,
  name: string,
  wait: boolean,
  work: () => Promise<T>,
): Promise<T | undefined> {
  return locks.request(name, wait ? {} : { ifAvailable: true }, async (lock) => (lock ? work() : undefined));
}
