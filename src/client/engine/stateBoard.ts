/** The state that the screens read, and how it follows journal, cache and storage. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import { CLOCK_SLACK_MS } from '../../domain/clock.ts';
import { makeRef } from '../../domain/ref.ts';
import type { Catalogue, DeviceUser } from '../../protocol/catalogue.ts';
import type { CacheMark } from '../cache/cache.ts';
import type { Journal } from '../journal/journal.ts';
import { readNotices } from '../journal/noticeRows.ts';
import { unsentPhotos } from '../photos/photoStore.ts';
import type { StorageLike } from './deps.ts';
import type { LostDevice } from './deviceMark.ts';
import type { PinDoor } from './pinDoor.ts';
import type { RunOutcome } from './syncer.ts';
import type { Revoked, SyncStatus, TabletState } from './tablet.ts';

/** Newest notice rows that the screens get. */
const NOTICES_MAX = 300;

export class StateBoard {
  readonly store: StoreApi<TabletState> = createStore<TabletState>(() => ({
    phase: 'starting',
    users: [],
    sync: { phase: 'idle', unsent: 0, waiting: 0 },
    carrying: false,
    photos: { unsent: 0, ops: new Set() },
    notices: [],
    noticesRead: {},
    pinWaits: {},
    revision: 0,
  }));

  /** How far the server's clock is ahead of this device's, as the last answer said, ms. */
  private clockOffsetMs = 0;

  get now(): TabletState {
    return this.store.getState();
  }

  /** An instant of this device's clock as the server corrects it (SY-7), ms. */
  corrected(at: number): number {
    return Math.abs(this.clockOffsetMs) > CLOCK_SLACK_MS ? at + this.clockOffsetMs : at;
  }

  /** No identity, or none any more: nothing of who was here stays. */
  unenrolled(lost: LostDevice | undefined): void {
    const { revision, storage } = this.now;
    const first = { ...this.store.getInitialState(), revision: revision + 1, phase: 'unenrolled' as const };
    this.store.setState(storage ? { ...first, storage } : first, true);
    this.lost(lost);
  }

  /** The device that this one was, as long as a person should read of it. */
  lost(lost: LostDevice | undefined): void {
    const { lost: _, ...rest } = this.now;
    this.store.setState(lost ? { ...rest, lost } : rest, true);
  }

  /** CF-17: nothing but this is shown any more. */
  revoked(revoked: Revoked): void {
    const { catalogue: _, user: __, load: ___, ...rest } = this.now;
    this.store.setState({ ...rest, phase: 'revoked', revoked, users: [], notices: [] }, true);
    this.bump();
  }

  /** A wiped device is put away. */
  anew(): void {
    const { revoked: _, device: __, formerly: ___, ...rest } = this.now;
    this.store.setState({ ...rest, phase: 'unenrolled', sync: { phase: 'idle', unsent: 0, waiting: 0 } }, true);
  }

  /** The device has an identity; a person must unlock it. */
  enrolled(journal: Journal, carrying: boolean, lost: LostDevice | undefined): void {
    const { device, kind, town } = journal.identity;
    this.store.setState({ phase: 'locked', device: { id: device, kind, townName: town.name }, carrying });
    this.lost(lost);
  }

  unlocked(user: DeviceUser, catalogue: Catalogue | undefined): void {
    this.store.setState({ phase: 'ready', user, ...(catalogue ? { catalogue } : {}) });
  }

  /** Forgets what only an unlocked person may see. */
  locked(): void {
    const { catalogue: _, user: __, load: ___, ...rest } = this.now;
    this.store.setState({ ...rest, phase: rest.device ? 'locked' : rest.phase }, true);
    this.bump();
  }

  catalogue(catalogue: Catalogue): void {
    this.store.setState({ catalogue });
  }

  carrying(carrying: boolean): void {
    this.store.setState({ carrying });
  }

  /** File views may have changed. */
  bump(): void {
    this.store.setState((s) => ({ revision: s.revision + 1 }));
  }

  sync(patch: Partial<SyncStatus>): void {
    this.store.setState((s) => ({ sync: { ...s.sync, ...patch } }));
  }

  /** A run ended. */
  ran(outcome: RunOutcome, now: number): void {
    const { progress: _, problem: __, ...sync } = this.now.sync;
    if (outcome.ok) {
      const done = outcome.skipped ? {} : { lastSyncAt: now };
      this.store.setState({ sync: { ...sync, phase: 'idle', ...done } });
    } else {
      const phase = outcome.problem === 'offline' ? 'offline' : 'failing';
      this.store.setState({ sync: { ...sync, phase, problem: outcome.problem } });
    }
  }

  /** Counts and notices, as the journal has them. */
  async followJournal({ db, ...journal }: Journal): Promise<void> {
    const [heads, acked, waiting, formerly, clockOffset, reads, notices] = await Promise.all([
      db.ops.orderBy(':id').reverse().limit(1).primaryKeys(),
      db.getMeta('acked'),
      db.verdicts.where('waiting').above('').count(),
      db.getMeta('formerly'),
      db.getMeta('clockOffset'),
      db.getMeta('reads'),
      readNotices({ db, ...journal }, NOTICES_MAX),
    ]);
    this.clockOffsetMs = clockOffset ?? 0;
    const before = this.store.getState();
    this.sync({ unsent: (heads[0] ?? 0) - (acked?.seq ?? 0), waiting });
    this.store.setState({ notices, noticesRead: reads?.by ?? {}, ...(formerly ? { formerly } : {}) });
    // A decided Case changes no stored file, but what the tray and the file say of the op.
    if (before.sync.waiting !== waiting || before.notices.length !== notices.length) this.bump();
    await this.followPhotos({ db, ...journal });
  }

  /** Photos on their way. */
  async followPhotos(journal: Journal): Promise<void> {
    const unsent = await unsentPhotos(journal.db);
    const { device } = journal.identity;
    const ops = new Set(unsent.map(({ seq, op }) => op ?? makeRef(device, seq)));
    this.store.setState({ photos: { unsent: unsent.length, ops } });
  }

  /** Who may unlock, and who must wait. */
  async followPins(journal: Journal, door: PinDoor): Promise<void> {
    const { activated, waits } = await door.standing(journal);
    const users = journal.identity.users.map((u) => ({ ...u, activated: activated.has(u.id) }));
    this.store.setState({ users, pinWaits: waits });
  }

  /** How far the first load is. */
  load({ cursor, load }: CacheMark): void {
    if (cursor && !load) {
      const { load: _, ...rest } = this.now;
      this.store.setState(rest, true);
    } else {
      const { done, total, ownGridReady } = load ?? { done: 0, total: 0, ownGridReady: false };
      this.store.setState({ load: { done, total, ownGridReady } });
    }
  }

  async followStorage(storage: StorageLike): Promise<void> {
    const [{ usage, quota }, persisted] = await Promise.all([storage.estimate(), storage.persisted()]);
    this.store.setState({ storage: { usedBytes: usage ?? 0, quotaBytes: quota ?? 0, persisted } });
  }
}
