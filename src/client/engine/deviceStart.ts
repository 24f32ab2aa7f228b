/** The ways in which this becomes an enrolled device: opened, enrolled with a code, or under another identity (SY-13). */
import { createJournal, type Journal, openJournal } from '../journal/journal.ts';
import { dropOldPhotos } from '../photos/photoStore.ts';
import { makeDeviceKeys, publicKeyText } from '../seal/deviceKeys.ts';
import { problemCodeOf } from '../sync/apiError.ts';
import type { Session } from './session.ts';
import { loadBehindTheDoor, type OpenedDevice, type TabletCore } from './tabletCore.ts';

/** Begins the life of a device; `DeviceEnd` ends it. */
export class DeviceStart {
  private readonly core: TabletCore;

  constructor(core: TabletCore) {
    this.core = core;
  }

  async openDevice(): Promise<void> {
    const journal = await openJournal(this.core.journalDb, this.core.deps.crypto);
    if (journal) await this.begin(journal);
    else await this.core.end.notHere();
  }

  async enrol(code: string): Promise<{ readonly ok: true } | { readonly ok: false; readonly problem: string }> {
    const { crypto } = this.core.deps;
    try {
      const keys = await makeDeviceKeys(crypto);
      const publicKey = await publicKeyText(crypto, keys);
      const { enrol } = await loadBehindTheDoor();
      const lost = this.core.mark.lost();
      const asked = { code, publicKey, app: this.core.deps.appVersion, ...(lost ? { before: lost.device } : {}) };
      const { before, ...identity } = await enrol(this.core.deps, asked);
      if (before) this.core.mark.found(before);
      // A wipe has deleted them (CF-17).
      for (const db of [this.core.journalDb, this.core.cacheDb]) if (!db.isOpen()) await db.open();
      await this.begin(await createJournal(this.core.journalDb, crypto, keys, identity));
      this.core.tell('enrolled');
      return { ok: true };
    } catch (error) {
      return { ok: false, problem: problemCodeOf(error) };
    }
  }

  /** SY-13: the device got another identity, from this tab or another. Who works goes on working. */
  async renamed(): Promise<void> {
    const { session, device } = this.core;
    if (device && (await this.core.journalDb.getMeta('log')) === device.sync.journal.identity.device) return;
    device?.sync.close();
    const journal = await openJournal(this.core.journalDb, this.core.deps.crypto);
    if (!journal) return this.core.end.notHere();
    this.core.journalDb.newest = undefined;
    await this.begin(journal, session);
  }

  /** From here on the device has an identity. `before` is who was unlocked under the one before. */
  private async begin(journal: Journal, before?: Session): Promise<void> {
    const carrying = (await journal.db.getMeta('carrying')) ?? false;
    this.core.board.enrolled(journal, carrying, this.core.mark.lost());
    await this.core.board.followPins(journal, this.core.door);
    if (await journal.db.getMeta('revoked')) await this.core.end.showRevoked(journal);
    const device = this.openBehind(journal, carrying);
    this.core.opening = { journal, device };
    this.core.device = await device;
    await this.core.board.followJournal(journal);
    if (before) await this.goOn(before, this.core.device);
    this.core.unmark?.();
    this.core.unmark = this.core.mark.follow(this.core.board.store);
    void this.core.device.sync.now();
  }

  /** Who was unlocked under the identity before stays unlocked. */
  private async goOn({ user, cache, catalogue }: Session, { ownOps, sync, behind }: OpenedDevice): Promise<void> {
    if (this.core.isRevoked()) return;
    this.core.session = new behind.Session(user, cache, sync.journal, ownOps, catalogue, this.core.townTime);
    await this.core.session.reload();
    this.core.board.unlocked(user, catalogue);
    await sync.showLoad();
    this.core.board.bump();
  }

  private async openBehind(journal: Journal, carrying: boolean): Promise<OpenedDevice> {
    const behind = await loadBehindTheDoor();
    await dropOldPhotos(journal.db, this.core.deps.now());
    const ownOps = new behind.OwnOps(journal);
    const sync = new behind.SyncDesk(journal, carrying, {
      deps: this.core.deps,
      ownOps,
      cacheDb: this.core.cacheDb,
      locks: this.core.locks,
      board: this.core.board,
      door: this.core.door,
      session: () => this.core.session,
      onRevoked: (kept) => this.core.end.handOver(sync, kept),
      onRenamed: async () => {
        await this.renamed();
        this.core.tell('moved');
      },
      tell: (message) => this.core.tell(message),
      gone: () => this.core.fail(undefined),
    });
    return { ownOps, sync, behind };
  }
}
