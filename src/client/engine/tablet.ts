/**
 * The tablet as the screens see it: one object over journal, cache and sync. Screens read `state`, open files, and record
 * ops; nothing else changes shared facts.
 */
import type { StoreApi } from 'zustand/vanilla';
import type { Day } from '../../domain/calendar.ts';
import type { CaseDecided, CaseOpened } from '../../domain/events/office.ts';
import type { HouseholdFile } from '../../domain/household.ts';
import type { OpBodies, OpKind } from '../../domain/op.ts';
import type { Points } from '../../domain/points.ts';
import type { DeviceKind } from '../../domain/role.ts';
import type { StockView } from '../../domain/stockView.ts';
import type { Verdict } from '../../domain/verdict.ts';
import type { Catalogue, DeviceUser } from '../../protocol/catalogue.ts';
import type { LostDevice } from './deviceMark.ts';

export type Phase =
  /** Opening the databases. */
  | 'starting'
  /** No identity yet: enrolment. */
  | 'unenrolled'
  /** The office has revoked this device (CF-17): it hands over what it has, then it is wiped. */
  | 'revoked'
  /** Enrolled; a worker must give a PIN. */
  | 'locked'
  /** Unlocked, first load not complete; own grid may already be usable (`load`). */
  | 'ready';

export interface SyncStatus {
  readonly phase: 'idle' | 'syncing' | 'offline' | 'failing';
  /** Own ops without a verdict. */
  readonly unsent: number;
  /** Of the running sync: ops sent and to send. */
  readonly progress?: { readonly sent: number; readonly total: number };
  /** Own held ops without a decision. */
  readonly waiting: number;
  readonly lastSyncAt?: number;
  /** Stable problem code of the last failure, for words and next step. */
  readonly problem?: string;
}

/** What a revoked device tells whoever opens it. */
export interface Revoked {
  readonly device: string;
  readonly townName: string;
  /** What the server does not have yet; absent once everything is handed over. */
  readonly left?: { readonly ops: number; readonly photos: number };
  /** Ops that stay here, sealed, until a confirmed backup has them; everything else is wiped. */
  readonly sealed?: number;
  /** Ops that wait at the office, once the device is wiped. */
  readonly handedOver?: number;
}

export interface TabletState {
  readonly phase: Phase;
  readonly revoked?: Revoked;
  /** The identity that this device had before its last new one (SY-13), and how many ops it recorded again. */
  readonly formerly?: { readonly device: string; readonly at: number; readonly taken: number };
  readonly device?: { readonly id: string; readonly kind: DeviceKind; readonly townName: string };
  /** The device that this one was before its databases were deleted; until a person has read of it. */
  readonly lost?: LostDevice;
  /** People who may work here, and whether they have set up their PIN on this device. */
  readonly users: readonly (DeviceUser & { readonly activated: boolean })[];
  readonly user?: DeviceUser;
  readonly catalogue?: Catalogue;
  /** First load; absent when everything is here. */
  readonly load?: { readonly done: number; readonly total: number; readonly ownGridReady: boolean };
  readonly sync: SyncStatus;
  readonly carrying: boolean;
  /** Photos of own ops that the server does not have: how many, and of which ops (待补照片). */
  readonly photos: { readonly unsent: number; readonly ops: ReadonlySet<string> };
  /** Notices and cases that concern this device's workers, newest first; `seen` once shown in the tray. */
  readonly notices: readonly Notice[];
  /** Who of this device's people opened which of the village's notices: ids of people by the notice's id. */
  readonly noticesRead: Readonly<Record<string, readonly string[]>>;
  readonly storage?: { readonly usedBytes: number; readonly quotaBytes: number; readonly persisted: boolean };
  /** Until when PIN entry waits after wrong tries; `office` when only the office can unlock. Per user id. */
  readonly pinWaits: Readonly<Record<string, { readonly untilMs: number } | 'office'>>;
  /** Grows whenever file views may have changed. */
  readonly revision: number;
}

export type Notice =
  | {
      readonly kind: 'case';
      readonly id: string;
      readonly event: CaseOpened;
      readonly decided?: CaseDecided;
      readonly mine: boolean;
      readonly seen: boolean;
      readonly at: number;
    }
  /** CF-08: somebody else's edit of the same field collided with one from this device. */
  | {
      readonly kind: 'edit';
      readonly id: string;
      readonly household: string;
      readonly fields: readonly string[];
      readonly seen: boolean;
      readonly at: number;
    };

/** A line of the in-memory directory: what lists and search need, no more. */
export interface DirectoryRow {
  readonly code: string;
  readonly head: string;
  /** Pinyin initials of the head, lower case: 张三丽 → zsl. */
  readonly initials: string;
  readonly doorPlate: string;
  readonly phoneLast4: string;
  readonly village: string;
  readonly grid: string;
  readonly status: 'active' | 'away';
  readonly card: number;
  readonly earned: number;
  /** Newest entry date of any worker; empty when never. */
  readonly lastEntry: string;
  /** CF-09: found, but a household no more. */
  readonly ended?: 'merged' | 'closed';
  /** The household that it was merged into. */
  readonly into?: string;
  /** Reservations that stand, with the device that keeps the points and hands over (AL-8); absent without any. */
  readonly reserved?: readonly { readonly device: string; readonly points: number; readonly until: Day }[];
}

/** A household file as the screen shows it: server state ⊕ own pending ops (SY-10). */
export interface FileView {
  readonly file: HouseholdFile;
  readonly points: Points;
  /** 本机可用: what this device's allowance still covers. */
  readonly remaining: number;
  /** Of that, what it keeps for reservations (AL-8): sales that hand over none of them leave it alone. */
  readonly earmarked: number;
  /** References of own ops in this file that the server has not judged yet (已存本机). */
  readonly pending: ReadonlySet<string>;
  /** References of own ops held by the server (待村委会处理), with their verdicts; their facts are not in `file`. */
  readonly held: ReadonlyMap<string, Verdict>;
}

/** A line of the tray: one own op and where it stands. */
export interface TrayItem {
  readonly ref: string;
  readonly kind: string;
  /** The household whose file has it, also when it was recorded for one that was merged or split meanwhile (CF-09). */
  readonly household?: string;
  readonly body: unknown;
  readonly by: string;
  readonly at: number;
  /** Its reference under the identity before a fork, under which it was first recorded (SY-13). */
  readonly was?: string;
  /** It stayed in the log of the identity before: the server has it under that one. */
  readonly former?: true;
  /** What the server added to this device's time stamp, ms (SY-7); absent when nothing. */
  readonly shiftMs?: number;
  /** Absent while only on this device. */
  readonly verdict?: Verdict;
  readonly decided?: CaseDecided;
}

export type RecordResult =
  /** Durable (SY-3). `preview` is what the judge on this device expects. */
  | { readonly ok: true; readonly ref: string; readonly preview: Verdict }
  /** Not recorded: `verdict` says why (a redemption beyond the allowance, a malformed body …). */
  | { readonly ok: false; readonly verdict: Verdict }
  /** Not recorded: the device's storage refused (quota, broken database). */
  | { readonly ok: false; readonly storage: 'quota' | 'broken' };

/** `full` and `broken`: the device's own storage refused; nothing of what was recorded is touched. */
export type UnlockResult = 'ok' | 'wrong_pin' | 'wait' | 'office' | 'offline' | 'not_here' | 'full' | 'broken';

export interface Tablet {
  readonly state: StoreApi<TabletState>;
  /** Opens the databases and starts syncing. Never throws: failures are states. */
  start(): Promise<void>;
  /** A wiped device begins anew: its note is put away, and it may be enrolled. */
  startAnew(): Promise<void>;
  /** Enrols with a one-time code; the problem code when refused. */
  enrol(code: string): Promise<{ readonly ok: true } | { readonly ok: false; readonly problem: string }>;
  /** First use of this device by a person (needs a connection), afterwards offline unlock. Never throws. */
  unlock(user: string, pin: string): Promise<UnlockResult>;
  lock(): void;
  /** A person has read of the lost device. */
  forgetLost(): void;
  /** Resets the auto-lock timer: call on user input. */
  touch(): void;
  directory(): readonly DirectoryRow[];
  /** Best matches first: name, pinyin initials, code, door plate, last four of the phone. At most `limit` rows. */
  search(query: string, limit: number): readonly DirectoryRow[];
  openFile(code: string): Promise<FileView | undefined>;
  /** What lies in the village's store and in whose hands, own ops included; undefined while nobody is unlocked or nothing is loaded. */
  stock(): Promise<StockView | undefined>;
  /** What the judge on this device says of an op without recording it. */
  preview<K extends OpKind>(kind: K, body: OpBodies[K]): Promise<Verdict>;
  record<K extends OpKind>(kind: K, body: OpBodies[K]): Promise<RecordResult>;
  /** CF-27: voids a redemption and records what of it was kept, both or neither; the answer is about what was kept. */
  returnPart(back: OpBodies['redemption.void'], kept: OpBodies['redemption.record']): Promise<RecordResult>;
  /**
   * Keeps a photo before an op announces it by this id: a JPEG without its place, at most PHOTO_BYTES_MAX. Throws
   * PhotoRefusedError, or what the storage throws.
   */
  addPhoto(jpeg: Uint8Array<ArrayBuffer>): Promise<string>;
  /** The unlocked person opened one of the village's notices. Never throws. */
  noticeOpened(id: string): Promise<void>;
  /** A picture of goods or of a notice, from this device or over the line; undefined while it is not to be had. Never throws. */
  goodsPhoto(id: string): Promise<Blob | undefined>;
  /** A photo that this device took and still has. */
  photo(id: string): Promise<Blob | undefined>;
  /** Pushes at once and gives the verdict of an op; undefined without an answer in time (CF-12: goods must not leave). */
  settleNow(ref: string, timeoutMs: number): Promise<Verdict | undefined>;
  /** Every own op, newest first, `limit` at most. */
  tray(limit: number): Promise<readonly TrayItem[]>;
  markNoticesSeen(): Promise<void>;
  /** Syncs now, whatever the back-off says. */
  syncNow(): Promise<void>;
  /** 出门带额度 on or off; off returns every unspent right with the next sync. */
  setCarrying(on: boolean): Promise<void>;
  /** Asks the browser to keep the storage; the answer is in `state.storage.persisted`. */
  persist(): Promise<void>;
}
