/** The server is put back to an older backup, and goes on from there (SY-14). */
import type { Act } from './act.ts';

export const backup: Act = {
  name: 'backup',
  weight: 2,
  run: async (world) => {
    await world.keepBackup();
    world.tell('the server is backed up');
  },
};

export const restore: Act = {
  name: 'restore',
  weight: 2,
  run: async (world) => {
    if (!world.hasBackup) return;
    world.fault('server restored');
    world.tell('the server is restored from the backup');
    await world.restoreBackup();
  },
};
