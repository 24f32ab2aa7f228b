/** What this tab makes of what the device's other tabs tell it. */
import type { DeviceStart } from './deviceStart.ts';
import type { TabletCore } from './tabletCore.ts';

/** Follows the device's other tabs. */
export class OtherTabs {
  private readonly core: TabletCore;
  private readonly start: DeviceStart;

  constructor(core: TabletCore, start: DeviceStart) {
    this.core = core;
    this.start = start;
  }

  async heard(message: string): Promise<void> {
    try {
      if (!this.core.device || message === 'wiped') {
        if (message === 'enrolled') await this.start.openDevice();
        if (message === 'wiped') await this.core.end.heardWiped(this.core.device !== undefined);
        return;
      }
      if (message === 'moved') return await this.start.renamed();
      if (message === 'revoked') return await this.core.end.showRevoked(this.core.device.sync.journal);
      this.core.device.sync.carrying = (await this.core.journalDb.getMeta('carrying')) ?? false;
      this.core.board.carrying(this.core.device.sync.carrying);
      await this.core.board.followJournal(this.core.device.sync.journal);
      if (message === 'cache') await this.core.session?.reload();
      else await this.core.session?.follow([]);
      await this.core.device.sync.showLoad();
      this.core.board.bump();
    } catch (error) {
      this.core.fail(error);
    }
  }
}
