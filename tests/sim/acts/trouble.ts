/** What happens to devices: power, storage, clocks, tabs. */
import { CACHE } from '../world/gadget.ts';
import type { Act } from './act.ts';
import { someOf } from './line.ts';
import { atWork, workAt } from './people.ts';

/** More devices than this a small town does not get. */
const GADGETS_MAX = 12;
const HOUR_MS = 3_600_000;
const JUMPS = [
  ['an hour', HOUR_MS],
  ['a day', 24 * HOUR_MS],
  ['a year', 365 * 24 * HOUR_MS],
] as const;

export const killAtWork: Act = {
  name: 'kill at work',
  weight: 6,
  run: async (world, dice) => {
    const gadget = dice.of(world.gadgets);
    if (gadget) await workAt(world, gadget, dice, 1 + dice.below(2), 1 + dice.below(14));
  },
};

export const powerOff: Act = {
  name: 'power off',
  weight: 3,
  run: async (world, dice) => {
    const gadget = dice.of(world.gadgets);
    if (!gadget || gadget.tabs.length === 0) return;
    world.fault('client killed');
    world.tell(`${gadget.name} is switched off`);
    gadget.die();
  },
};

export const killAtStart: Act = {
  name: 'kill at start',
  weight: 2,
  run: async (world, dice) => {
    const gadget = dice.of(world.gadgets);
    if (!gadget || gadget.tabs.length > 0) return;
    const tab = gadget.open();
    const steps = 1 + dice.below(30);
    const killed = await world.client(gadget, () => void tab.tablet.start(), { killAfter: steps });
    if (killed) world.fault('client killed');
    world.tell(`${gadget.name} is switched on${killed ? ` and loses power ${steps} steps later` : ''}`);
    if (!killed) await someOf(world, dice, gadget, true);
  },
};

export const secondTab: Act = {
  name: 'second tab',
  weight: 3,
  run: async (world, dice) => {
    const gadget = dice.of(world.gadgets);
    if (!gadget) return;
    if (gadget.tabs.length > 1) {
      const closed = gadget.tabs.pop();
      world.tell(`${gadget.name}: the second tab is closed`);
      await world.client(gadget, () => closed?.tablet.close());
      return;
    }
    if (!(await atWork(world, gadget, dice))) return;
    const tab = gadget.open();
    world.fault('second tab');
    world.tell(`${gadget.name}: a second tab is opened`);
    await world.client(gadget, () => void tab.tablet.start());
    await world.unlock(gadget, tab, dice.of(gadget.plan.people) ?? '');
  },
};

/** Both tabs record at the same moment. */
export const bothTabs: Act = {
  name: 'both tabs',
  weight: 4,
  run: async (world, dice) => {
    const gadget = dice.of(world.gadgets.filter((g) => g.tabs.length > 1 && g.tabs.every((t) => t.user !== undefined)));
    const code = dice.of(
      gadget?.ready?.tablet
        .directory()
        .map((row) => row.code)
        .sort() ?? [],
    );
    if (!gadget || code === undefined) return;
    const points = 1 + dice.below(6);
    const before = gadget.promised.length;
    await world.together(
      gadget,
      gadget.tabs.map((tab) => ({
        tab,
        kind: 'redemption.record' as const,
        body: {
          household: code,
          lines: [{ sku: 'rice', quantity: 1, price: points }],
          points,
          mode: 'allowance' as const,
        },
      })),
    );
    world.tell(
      `${gadget.name}: both tabs hand out ${points} points for ${code} at once: ${
        gadget.promised
          .slice(before)
          .map((p) => p.ref)
          .join(' ') || 'neither saved'
      }`,
    );
  },
};

export const otherPerson: Act = {
  name: 'other person',
  weight: 3,
  run: async (world, dice) => {
    const gadget = dice.of(world.gadgets);
    const tab = gadget?.ready;
    if (!gadget || !tab) return;
    await world.client(gadget, () => tab.tablet.lock());
    tab.user = undefined;
    world.tell(`${gadget.name} is locked`);
    if (dice.percent(50)) await world.unlock(gadget, tab, dice.of(gadget.plan.people) ?? '');
  },
};

export const carry: Act = {
  name: 'carry',
  weight: 5,
  run: async (world, dice) => {
    const gadget = dice.of(world.gadgets.filter((g) => g.plan.kind === 'tablet'));
    if (!gadget) return;
    const tab = await atWork(world, gadget, dice);
    if (!tab) return;
    const on = dice.percent(70);
    world.tell(`${gadget.name} ${on ? 'takes rights along' : 'gives its rights back'}`);
    await world.client(gadget, () => void tab.tablet.setCarrying(on));
    if (dice.percent(70)) await world.calm(gadget);
    else await someOf(world, dice, gadget, true);
  },
};

export const clock: Act = {
  name: 'clock',
  weight: 2,
  run: async (world, dice) => {
    const gadget = dice.of(world.gadgets);
    const [name, ms] = dice.of(JUMPS) ?? JUMPS[0];
    if (!gadget) return;
    const ahead = dice.percent(50);
    world.fault('clock jump');
    gadget.punctual = false;
    gadget.skewMs = dice.percent(25) ? 0 : gadget.skewMs + (ahead ? ms : -ms);
    world.tell(
      `${gadget.name}: its clock jumps ${gadget.skewMs === 0 ? 'back to the true time' : `${name} ${ahead ? 'ahead' : 'back'}`}`,
    );
  },
};

export const evict: Act = {
  name: 'evict',
  weight: 2,
  run: async (world, dice) => {
    const gadget = dice.of(world.gadgets);
    if (!gadget) return;
    world.fault('cache deleted');
    world.tell(`${gadget.name}: the browser deletes its cache database`);
    gadget.die();
    gadget.disk.evict(CACHE);
  },
};

export const full: Act = {
  name: 'full',
  weight: 3,
  run: async (world, dice) => {
    const gadget = dice.of(world.gadgets);
    if (!gadget || !(await atWork(world, gadget, dice))) return;
    world.fault('storage full');
    world.tell(`${gadget.name}: its storage is full for a while`);
    gadget.disk.watchRoom();
    gadget.disk.full = true;
    if (dice.percent(60)) await workAt(world, gadget, dice, 2);
    else {
      await world.client(gadget, () => void gadget.ready?.tablet.syncNow());
      await someOf(world, dice, gadget, false);
    }
    gadget.disk.full = false;
  },
};

export const days: Act = {
  name: 'days',
  weight: 2,
  run: async (world, dice) => {
    const hours = dice.percent(60) ? 1 + dice.below(12) : 24 * (1 + dice.below(6));
    world.pass(hours * HOUR_MS);
    world.tell(`${hours} hours pass`);
  },
};

/** Somebody copies the storage of a device to a second one (SY-13). */
export const copy: Act = {
  name: 'copy',
  weight: 1,
  run: async (world, dice) => {
    const gadget = dice.of(world.gadgets.filter((g) => !g.revoked && g.plan.kind === 'tablet'));
    if (!gadget || world.gadgets.length >= GADGETS_MAX || !dice.percent(60)) return;
    world.fault('storage copied');
    const other = world.addCopy(gadget, dice.salt());
    world.tell(`the storage of ${gadget.name} is copied: ${other.name}`);
  },
};

export const image: Act = {
  name: 'image',
  weight: 2,
  run: async (world, dice) => {
    const gadget = dice.of(world.gadgets.filter((g) => !g.revoked));
    if (!gadget) return;
    gadget.keepImage();
    world.tell(`somebody keeps a copy of the storage of ${gadget.name}`);
  },
};

/** The storage of a device is put back to how it was (SY-13). */
export const putBack: Act = {
  name: 'put back',
  weight: 1,
  run: async (world, dice) => {
    const gadget = dice.of(world.gadgets.filter((g) => !g.revoked && g.image));
    if (!gadget) return;
    world.fault('storage put back');
    world.tell(`the storage of ${gadget.name} is put back to its copy`);
    gadget.putBack((op) => world.has(op));
    gadget.revoked ||= world.revoked.has(gadget.id);
    world.forgets(gadget);
  },
};

/** A device more, in the middle of everything. */
export const enrol: Act = {
  name: 'enrol',
  weight: 1,
  run: async (world, dice) => {
    if (world.gadgets.length >= GADGETS_MAX || !dice.percent(50)) return;
    world.fault('device enrolled');
    const counter = dice.percent(30);
    const name = `${counter ? 'counter' : 'tablet'} ${world.gadgets.length + 1}, new`;
    const people = counter ? ['clerk'] : [dice.of(['w1', 'w2', 'g1']) ?? 'w1'];
    world.tell(`${name} is enrolled`);
    await world.addGadget({ name, kind: counter ? 'counter' : 'tablet', village: 'XW', people }, dice.salt());
  },
};
