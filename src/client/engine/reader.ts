/** What the screens read on a tablet: files, lists, pictures, and what was noted as read. */
import type { StockView } from '../../domain/stockView.ts';
import { noteRead } from '../journal/noticeReads.ts';
import { readPhoto } from '../photos/photoStore.ts';
import type { Session } from './session.ts';
import type { FileView } from './tablet.ts';
import type { TabletCore } from './tabletCore.ts';

/** The reading half of `Tablet`. */
export class Reader {
  private readonly core: TabletCore;
  /** The stock as a session read it last, until something changes. */
  private readonly seenStock = new WeakMap<
    Session,
    { readonly revision: number; readonly view: Promise<StockView | undefined> }
  >();

  constructor(core: TabletCore) {
    this.core = core;
  }

  directory() {
    return this.core.session?.directory.rows() ?? [];
  }

  search(query: string, limit: number) {
    return this.core.session?.directory.find(query, limit) ?? [];
  }

  async openFile(code: string): Promise<FileView | undefined> {
    try {
      return await this.core.session?.view(code);
    } catch (error) {
      if (this.core.journalDb.gone) {
        await this.core.end.journalGone();
        return undefined;
      }
      if (!(await this.core.loadsAnew(error))) throw error;
      return undefined;
    }
  }

  async stock(): Promise<StockView | undefined> {
    const { session } = this.core;
    const { revision } = this.core.board.now;
    if (!session) return undefined;
    // Several parts of a screen ask at once, and a day without a connection is a thousand ops to look through.
    const seen = this.seenStock.get(session);
    if (seen?.revision === revision) return seen.view;
    const view = session.stock();
    this.seenStock.set(session, { revision, view });
    return view;
  }

  async tray(limit: number) {
    const { device } = this.core;
    return device ? device.behind.readTray(device.sync.journal, device.ownOps, limit) : [];
  }

  async photo(id: string): Promise<Blob | undefined> {
    if (!this.core.device || !this.core.session) return undefined;
    const jpeg = await readPhoto(this.core.device.sync.journal, id);
    return jpeg && new Blob([jpeg], { type: 'image/jpeg' });
  }

  async goodsPhoto(id: string): Promise<Blob | undefined> {
    const { device } = this.core;
    if (!device || !this.core.session) return undefined;
    return device.behind.goodsPhoto(
      this.core.deps,
      device.behind.deviceAuth(device.sync.journal.identity),
      this.core.deps.pictures,
      id,
    );
  }

  async markNoticesSeen(): Promise<void> {
    if (!this.core.device) return;
    try {
      await this.core.journalDb.notices.where('seen').equals(0).modify({ seen: 1 });
      await this.core.board.followJournal(this.core.device.sync.journal);
      this.core.tell('journal');
    } catch (error) {
      this.core.fail(error);
    }
  }

  async noticeOpened(id: string): Promise<void> {
    const { device, session } = this.core;
    if (!device || !session) return;
    try {
      if (!(await noteRead(this.core.journalDb, id, session.user.id))) return;
      await this.core.board.followJournal(device.sync.journal);
      this.core.tell('journal');
    } catch (error) {
      this.core.fail(error);
    }
  }
}
