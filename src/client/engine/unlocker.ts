/** Lets a person in by PIN, and opens a session on the device as it is then. */
import { must } from '../../domain/must.ts';
import { isQuota } from '../journal/isQuota.ts';
import type { Journal } from '../journal/journal.ts';
import type { DataKey } from '../seal/dataKey.ts';
import type { Session } from './session.ts';
import type { UnlockResult } from './tablet.ts';
import type { OpenedDevice, TabletCore } from './tabletCore.ts';

/** Opens the door and what lies behind it. */
export class Unlocker {
  private readonly core: TabletCore;

  constructor(core: TabletCore) {
    this.core = core;
  }

  async unlock(user: string, pin: string): Promise<UnlockResult> {
    try {
      return await this.tryUnlock(user, pin);
    } catch (error) {
      this.core.fail(error);
      return isQuota(error) ? 'full' : 'broken';
    }
  }

  private async tryUnlock(user: string, pin: string): Promise<UnlockResult> {
    const { opening } = this.core;
    if (!opening) return 'not_here';
    if (this.core.isRevoked()) return 'office';
    const journal = this.core.device?.sync.journal ?? opening.journal;
    const answer = await this.core.door.unlock(journal, user, pin);
    await this.core.board.followPins(journal, this.core.door);
    if (answer.result !== 'ok') return answer.result;
    await opening.device;
    const person = must(
      journal.identity.users.find((u) => u.id === user),
      'the door opens for people of this device',
    );
    const opened = await this.openNow(person, answer.dataKey);
    if (!opened) return 'office';
    this.core.session = opened.session;
    this.core.autoLock.arm();
    // Before the screens: they must know from the start whether households are still to come.
    await opened.sync.showLoad();
    // Revoked in this moment: nobody works here any more.
    if (this.core.session !== opened.session) return 'office';
    this.core.board.unlocked(person, opened.session.catalogue);
    this.core.board.bump();
    void opened.sync.now();
    return 'ok';
  }

  /** A session on the device as it is when it stands: meanwhile it may get a new identity, or be revoked. */
  private async openNow(person: Session['user'], dataKey: DataKey) {
    for (;;) {
      const device = await this.core.opening?.device;
      if (!device || this.core.isRevoked()) return undefined;
      const session = await this.openSession(device.sync.journal, device, person, dataKey);
      const isSame = device === (await this.core.opening?.device);
      if (isSame && !this.core.isRevoked()) return { session, sync: device.sync };
    }
  }

  /** Opens the cache; one that this key does not open is dropped and will be loaded again. */
  private async openSession(
    journal: Journal,
    { ownOps, behind }: OpenedDevice,
    person: Session['user'],
    dataKey: DataKey,
  ): Promise<Session> {
    const open = async () => {
      const cache = new behind.Cache(this.core.cacheDb, this.core.deps.crypto, dataKey, behind.loadInitials);
      if (!(await cache.fits())) await this.core.cacheDb.drop();
      const session = new behind.Session(person, cache, journal, ownOps, await cache.catalogue(), this.core.townTime);
      await session.reload();
      return session;
    };
    try {
      return await open();
    } catch (error) {
      if (!behind.isCacheBroken(error)) throw error;
      await this.core.cacheDb.drop();
      return open();
    }
  }
}
