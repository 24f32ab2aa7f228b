/** Puts the tablet together: journal, session, sync, and the state that the screens read. */
import { browserDeps } from './browserDeps.ts';
import { setCarrying } from './carrying.ts';
import type { TabletDeps } from './deps.ts';
import { DeviceStart } from './deviceStart.ts';
import { OtherTabs } from './otherTabs.ts';
import { Reader } from './reader.ts';
import { RecordDesk } from './recordDesk.ts';
import type { Tablet } from './tablet.ts';
import { TabletCore } from './tabletCore.ts';
import { Unlocker } from './unlocker.ts';

/** A tablet that can be put away: timers stopped, databases closed. A page never needs to. */
export interface ClosableTablet extends Tablet {
  close(): void;
}

/** The tablet. Nothing happens before `start`. */
export function createTablet(deps: TabletDeps = browserDeps()): ClosableTablet {
  const core = new TabletCore(deps);
  const device = new DeviceStart(core);
  const unlocker = new Unlocker(core);
  const reader = new Reader(core);
  const records = new RecordDesk(core, device);
  const tabs = new OtherTabs(core, device);
  return {
    state: core.board.store,
    async start() {
      try {
        deps.channel?.listen((message) => void tabs.heard(message));
        await device.openDevice();
        if (deps.storage) await core.board.followStorage(deps.storage);
      } catch (error) {
        core.fail(error);
      }
    },
    async startAnew() {
      if (!core.device) await core.end.startAnew();
    },
    close: () => core.close(),

    enrol: (code) => device.enrol(code),
    unlock: (user, pin) => unlocker.unlock(user, pin),
    lock: () => core.lock(),
    touch: () => core.autoLock.touch(),
    forgetLost: () => core.end.forgetLost(),

    directory: () => reader.directory(),
    search: (query, limit) => reader.search(query, limit),
    openFile: (code) => reader.openFile(code),
    stock: () => reader.stock(),
    tray: (limit) => reader.tray(limit),
    photo: (id) => reader.photo(id),
    goodsPhoto: (id) => reader.goodsPhoto(id),
    markNoticesSeen: () => reader.markNoticesSeen(),
    noticeOpened: (id) => reader.noticeOpened(id),

    preview: (kind, body) => records.preview(kind, body),
    record: (kind, body) => records.record(kind, body),
    returnPart: (back, kept) => records.returnPart(back, kept),
    addPhoto: (jpeg) => records.addPhoto(jpeg),
    settleNow: (ref, timeoutMs) => records.settleNow(ref, timeoutMs),

    async syncNow() {
      await core.device?.sync.now();
    },
    setCarrying: (on) => setCarrying(core, on),
    async persist() {
      if (!deps.storage) return;
      await deps.storage.persist();
      await core.board.followStorage(deps.storage);
    },
  };
}
