/** Devices talk to the server. */
import type { Gadget } from '../world/gadget.ts';
import { GOOD, type World } from '../world/world.ts';
import type { Act } from './act.ts';
import { someOf } from './line.ts';
import { atWork } from './people.ts';

async function startSync(world: World, gadget: Gadget, killAfter?: number): Promise<boolean> {
  return world.client(
    gadget,
    () => {
      for (const tab of gadget.tabs) void tab.tablet.syncNow();
    },
    killAfter === undefined ? {} : { killAfter },
  );
}

export const sync: Act = {
  name: 'sync',
  weight: 14,
  run: async (world, dice) => {
    const gadget = dice.of(world.gadgets);
    if (!gadget || !(await atWork(world, gadget, dice))) return;
    await startSync(world, gadget);
    await world.calm(gadget);
    world.tell(`${gadget.name} syncs`);
  },
};

export const badSync: Act = {
  name: 'bad sync',
  weight: 12,
  run: async (world, dice) => {
    const gadget = dice.of(world.gadgets);
    if (!gadget || !(await atWork(world, gadget, dice))) return;
    world.tell(`${gadget.name} syncs on a bad line`);
    await startSync(world, gadget);
    await someOf(world, dice, gadget, true);
  },
};

/** The power goes while an answer is being taken up. */
export const killInSync: Act = {
  name: 'kill in sync',
  weight: 8,
  run: async (world, dice) => {
    const gadget = dice.of(world.gadgets);
    if (!gadget || !(await atWork(world, gadget, dice))) return;
    await startSync(world, gadget);
    for (let i = 0; i < 3; i++) {
      const request = world.network.under(gadget.life)[0];
      if (!request) return;
      const steps = 1 + dice.below(160);
      const { life } = gadget;
      await world.deliver(request, { ...GOOD, killAfter: steps });
      if (gadget.life === life) continue;
      world.fault('client killed');
      world.tell(`${gadget.name} syncs; its power goes ${steps} steps into the answer`);
      return;
    }
    world.tell(`${gadget.name} syncs`);
  },
};

/** One device on a good line until it has heard everything; then it must show what the server has. */
export async function settle(world: World, gadget: Gadget, user: string): Promise<void> {
  for (const request of world.network.under(gadget.life)) world.network.drop(request);
  gadget.disk.full = false;
  if (gadget.tabs.length > 0) gadget.die();
  const tab = gadget.open();
  await world.client(gadget, () => void tab.tablet.start());
  await world.calm(gadget);
  await world.unlock(gadget, tab, user);
  await world.calm(gadget);
  for (let i = 0; i < 2; i++) {
    await startSync(world, gadget);
    await world.calm(gadget);
  }
}

export const settleOne: Act = {
  name: 'settle',
  weight: 4,
  run: async (world, dice) => {
    const gadget = dice.of(world.gadgets);
    if (!gadget) return;
    world.tell(`${gadget.name} is restarted and syncs until it has heard everything`);
    await settle(world, gadget, dice.of(gadget.plan.people) ?? '');
    await world.settled(gadget);
  },
};

/** Time passes; a device notices and does by itself what is due. */
export const wake: Act = {
  name: 'wake',
  weight: 8,
  run: async (world, dice) => {
    const gadget = dice.of(world.gadgets);
    const minutes = 1 + dice.below(8);
    world.pass(minutes * 60_000);
    if (!gadget) return;
    await world.client(gadget, () => {
      for (const tab of gadget.tabs) tab.timers.fire();
    });
    if (world.network.under(gadget.life).length > 0)
      world.tell(`${minutes} minutes pass; ${gadget.name} begins to sync by itself`);
    await someOf(world, dice, gadget, false);
  },
};
