/** What the tablet needs of the browser. Everything is given, so that tests and simulations run the same engine. */
import type { Timers } from '../sync/api.ts';
import type { PictureShelf } from '../sync/goodsPhoto.ts';
import type { LockManagerLike } from '../sync/locks.ts';

/** Talks to the other tabs of this device; a tab does not hear itself. */
export interface TabChannel {
  post(message: string): void;
  listen(listener: (message: string) => void): void;
  close(): void;
}

export interface StorageLike {
  estimate(): Promise<{ readonly usage?: number; readonly quota?: number }>;
  persisted(): Promise<boolean>;
  persist(): Promise<boolean>;
}

/** `online` and `visible` are reasons to sync now. */
export type Signal = 'online' | 'visible';

/** A small text that outlives the databases. */
export interface MarkPlace {
  read(): string | null;
  write(text: string): void;
}

export interface TabletDeps {
  /** Prefix of the database names. */
  readonly dbPrefix: string;
  readonly indexedDB: IDBFactory;
  readonly IDBKeyRange: typeof IDBKeyRange;
  readonly crypto: Crypto;
  readonly fetch: typeof fetch;
  /** Wall clock, ms. */
  now(): number;
  /** Clock that nobody can set, ms since some start. */
  monotonic(): number;
  /** Uniform in [0, 1), for the jitter of retries. */
  random(): number;
  /** Scheme, host and port of the server; empty for the page's own. */
  readonly origin: string;
  readonly timers: Timers;
  /** Web Locks (SY-11); without them this tab only minds itself. */
  readonly locks?: LockManagerLike;
  /** Tells the other tabs of this device. */
  readonly channel?: TabChannel;
  readonly storage?: StorageLike;
  /** Keeps pictures of goods; without it they are fetched each time. */
  readonly pictures?: PictureShelf;
  /** Where the device leaves word of itself, in case its databases are deleted. */
  readonly mark?: MarkPlace;
  /** Registers for signals; gives back how to unregister. */
  readonly signals?: (listener: (signal: Signal) => void) => () => void;
  /** Asks for a push in the background when there is a connection again, should the app be closed by then (SY-12). */
  readonly askBackgroundPush?: () => Promise<void>;
  readonly appVersion: string;
  /** The screen locks itself after so long without a touch, ms. */
  readonly autoLockMs?: number;
  /** Rounds of PBKDF2 for new PIN records; simulations of many tablets lower it. */
  readonly pinRounds?: number;
}
