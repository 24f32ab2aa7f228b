/** 出门带额度: whether the device carries spending rights out of the village. */
import { keptPoints } from './keptPoints.ts';
import type { TabletCore } from './tabletCore.ts';

/** Switched off, every unspent right is given back with the next sync. */
export async function setCarrying(core: TabletCore, on: boolean): Promise<void> {
  const { device } = core;
  if (!device) return;
  try {
    await core.journalDb.meta.put(on, 'carrying');
    device.sync.carrying = on;
    core.board.carrying(on);
    // What cannot be saved now is given back with the next sync.
    const { cache } = core.session ?? {};
    const { journal } = device.sync;
    const kept = (household: string) => keptPoints(cache?.row(household), journal.identity.device);
    if (!on && cache) await device.behind.returnRights(journal, (row) => kept(row.household), core.deps.now());
    await core.board.followJournal(device.sync.journal);
    core.board.bump();
    core.tell('journal');
  } catch (error) {
    return core.fail(error);
  }
  await device.sync.now();
}
