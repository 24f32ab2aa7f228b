/**
 * The journal: what exists nowhere else until the server has it. Precious, so every write is a strict transaction; personal
 * content is sealed under the device key alone. Ops are only ever added.
 */
import { Dexie, type Table } from 'dexie';
import type { Verdict } from '../../domain/verdict.ts';
import type { DeviceKeys } from '../seal/deviceKeys.ts';
import type { PinTries } from '../seal/pinWait.ts';
import type { WrappedKey } from '../seal/pinWrap.ts';
import type { Bytes } from '../seal/sealing.ts';
import type { NoticeReads } from './noticeReads.ts';

/** One own op (SY-1). `seq`, `prev` and the sealed rest give `hash`. */
export interface OpRow {
  readonly seq: number;
  readonly prev: string;
  readonly hash: string;
  readonly household?: string;
  /** Points that the op draws on the allowance. */
  readonly spends?: number;
  /** CF-27: own seq of the receipt whose place it takes, and what of the points went over from that one. */
  readonly takes?: { readonly seq: number; readonly points: number };
  /** {kind, body, by, at, schema} */
  readonly sealed: Bytes;
}

/** What the server said of an own op (SY-5). */
export interface VerdictRow {
  readonly seq: number;
  readonly verdict: Verdict;
  readonly shiftMs: number;
  /** The household (`-` without one) while the op is held and nobody has decided. */
  readonly waiting?: string;
  /** The household that it counts for, when the op names another (CF-09). */
  readonly to?: string;
  /** The server's clock when it answered so, ms; absent in rows of an older app. */
  readonly heard?: number;
}

/** AL-1, as this device knows it; `spent` are its own redemptions, judged or not. */
export interface AllowanceRow {
  readonly household: string;
  readonly granted: number;
  readonly returned: number;
  readonly spent: number;
  /** AL-5; absent when nothing was written off. */
  readonly writtenOff?: number;
  /** The server's history in which the counters were heard last; absent in rows of an older app. */
  readonly epoch?: string;
}

/** One event that concerns this device's workers; sealed NoticeBody. */
export interface NoticeRow {
  /** `<case>:opened`, `<case>:decided` or `<op>:edit`. */
  readonly id: string;
  readonly at: number;
  readonly seen: 0 | 1;
  readonly sealed: Bytes;
}

/** A person who has set up a PIN here, or has tried to. */
export interface PinRow {
  readonly user: string;
  readonly wrapped?: WrappedKey;
  /** Id of the data key that is wrapped. */
  readonly keyId?: string;
  readonly tries?: PinTries;
}

/** What a device makes before it asks for a new identity. */
export interface Forking {
  readonly signing: CryptoKeyPair;
  readonly token: string;
  /** Newest op when it was first asked. */
  readonly head: { readonly seq: number; readonly hash: string };
}

/** A fork as the worker is told of it. */
export interface Formerly {
  readonly device: string;
  readonly at: number;
  /** Ops that were recorded again under the new identity. */
  readonly taken: number;
}

/** An op of the log under an identity that this device had before (SY-13), with what was known of it then. */
export interface ArchiveRow {
  readonly device: string;
  readonly seq: number;
  readonly op: OpRow;
  readonly verdict?: VerdictRow;
  /** Own seq under which it was recorded again. */
  readonly now?: number;
}

export interface MetaValues {
  readonly keys: DeviceKeys;
  /** Sealed Identity. */
  readonly identity: Bytes;
  /** Verdicts up to here are durable. */
  readonly acked: { readonly seq: number; readonly hash: string };
  readonly carrying: boolean;
  readonly reads: NoticeReads;
  /** SY-14: the server's history that the verdicts are of. */
  readonly epoch: string;
  /** SY-14: the newest own op that was forgotten, because a confirmed backup has it. */
  readonly pruned: { readonly seq: number; readonly hash: string };
  /** Own ops up to this seq were looked at for that. */
  readonly pruneLooked: number;
  /** Id of the newest data key that the server gave. */
  readonly dataKeyId: string;
  /** Device whose log this is: a tab that still has another identity in mind must not write. */
  readonly log: string;
  /** The office has revoked this device (CF-17), as it learned then. */
  readonly revoked: { readonly at: number };
  /** It has handed over everything, and keeps only its ops until a confirmed backup has them. */
  readonly sealedUp: { readonly at: number };
  /** A new identity that was asked for (SY-13), kept so that a lost answer changes nothing. */
  readonly forking: Forking;
  /** How far the server's clock was ahead of this device's at the last answer, ms. */
  readonly clockOffset: number;
  /** What the last new identity replaced. */
  readonly formerly: Formerly;
}

/** Spending that own redemptions no longer reserve: they were voided, or their Case was rejected. */
export interface ReleaseRow {
  readonly seq: number;
  /**
   * How much, when a person let the op count with other points than it reserved (CF-14), less than nothing for more; absent when
   * all came back.
   */
  readonly points?: number;
  /** CF-27: how much of it what the household kept reserves in its place, as long as that may count. */
  readonly over?: number;
  /** The server's history in which that was heard; absent in rows of an older app. */
  readonly epoch?: string;
}

/** A photo as a worker took it (CF-22). */
export interface PhotoRow {
  /** SHA-256 of the JPEG file, hex. */
  readonly id: string;
  /** Taken, ms. */
  readonly at: number;
  /** The JPEG file. */
  readonly sealed: Bytes;
}

/** An own op announced a photo. Of an op under an identity before a fork, `seq` is negative and `op` its reference. */
export interface AnnouncedRow {
  readonly seq: number;
  readonly op?: string;
  readonly id: string;
  readonly sent: 0 | 1;
  /** Sent, or recorded while it is not, ms. */
  readonly at: number;
}

/** SY-14: what an own op had been told before the server was restored; until it is told again. */
export type FormerRow = Omit<VerdictRow, 'waiting'>;

/** The journal of this device was deleted while it was in use. */
class JournalGoneError extends Error {
  override readonly name = 'JournalGoneError';
}

export class JournalDb extends Dexie {
  declare readonly meta: Table<MetaValues[keyof MetaValues], keyof MetaValues>;
  declare readonly ops: Table<OpRow, number>;
  declare readonly verdicts: Table<VerdictRow, number>;
  declare readonly allowances: Table<AllowanceRow, string>;
  declare readonly releases: Table<ReleaseRow, number>;
  declare readonly notices: Table<NoticeRow, string>;
  declare readonly pins: Table<PinRow, string>;
  declare readonly photos: Table<PhotoRow, string>;
  declare readonly announced: Table<AnnouncedRow, [number, string]>;
  declare readonly archive: Table<ArchiveRow, [string, number]>;
  declare readonly former: Table<FormerRow, number>;

  /** The newest op as this tab knows it; another tab may have added one, which the unique seq then tells. */
  newest: { readonly seq: number; readonly hash: string } | undefined;
  private appending: Promise<unknown> = Promise.resolve();
  private owned = false;
  /** The database was deleted behind our back: what is there now is an empty one. */
  gone = false;

  constructor(prefix: string, indexedDB: IDBFactory, range: typeof IDBKeyRange) {
    super(`${prefix}-journal`, {
      indexedDB,
      IDBKeyRange: range,
      chromeTransactionDurability: 'strict',
      cache: 'disabled',
    });
    this.version(1).stores({
      meta: '',
      ops: 'seq,[household+seq]',
      verdicts: 'seq,waiting',
      allowances: 'household',
      releases: 'seq',
      notices: 'id,at,seen',
      pins: 'user',
    });
    this.version(2).stores({ photos: 'id', announced: '[seq+id],seq,sent' });
    this.version(3).stores({ archive: '[device+seq]' });
    this.version(4).stores({ verdicts: 'seq,waiting,to' });
    this.version(5).stores({ former: 'seq' });
    // At every opening: one that was deleted meanwhile would take ops that nobody finds again.
    this.on('ready', () => this.expectOwner(), true);
  }

  /** From here on the database has a device's identity, and one without it is another one. */
  own(): void {
    this.owned = true;
  }

  /** Nobody's any more: the next identity may come. */
  disown(): void {
    this.owned = false;
    this.gone = false;
    this.newest = undefined;
  }

  private async expectOwner(): Promise<void> {
    if (!this.owned || (await this.meta.get('identity')) !== undefined) return;
    this.gone = true;
    throw new JournalGoneError();
  }

  /** Runs appends of this tab one after the other, so that they do not contend for the same seq. */
  inOrder<T>(append: () => Promise<T>): Promise<T> {
    const run = this.appending.then(append);
    this.appending = run.catch(() => undefined);
    return run;
  }

  /** One value of `meta`. */
  async getMeta<K extends keyof MetaValues>(key: K): Promise<MetaValues[K] | undefined> {
    return (await this.meta.get(key)) as MetaValues[K] | undefined;
  }
}
