/** One seed: a town, its devices, a plan of steps, and the checks behind every one of them. */
import { planFor, type Step, stepFrom } from './acts/all.ts';
import { newcomers } from './acts/office.ts';
import { settle } from './acts/syncing.ts';
import { demand } from './checks/all.ts';
import { Broken, type Check } from './checks/check.ts';
import { Dice } from './machine/random.ts';
import { takeStrays } from './machine/strays.ts';
import type { GadgetPlan } from './world/gadget.ts';
import type { Written } from './world/ledgerRoom.ts';
import type { Server } from './world/server.ts';
import type { TownPress } from './world/town.ts';
import { refOf, type Watcher, World } from './world/world.ts';

const PEOPLE_OF_TABLETS: readonly { village: string; people: readonly string[] }[] = [
  { village: 'XW', people: ['w1'] },
  { village: 'XW', people: ['w2', 'w1'] },
  { village: 'XW', people: ['g1'] },
  { village: 'XW', people: ['w1', 'g1'] },
  { village: 'DL', people: ['d1'] },
  { village: 'XW', people: ['w2'] },
  { village: 'XW', people: ['w1', 'w2'] },
  { village: 'DL', people: ['d1'] },
];

export interface Play {
  readonly seed: number;
  /** Ops to record. */
  readonly ops: number;
  readonly checks: readonly Check[];
  /** Steps to leave out, by their number. */
  readonly without?: ReadonlySet<number>;
  /** The story ends before this step, however many ops were recorded. */
  readonly upTo?: number;
}

export interface Played {
  readonly seed: number;
  readonly ops: number;
  readonly steps: number;
  readonly faults: Readonly<Record<string, number>>;
  readonly broken?: { readonly check: string; readonly text: string };
  readonly story: readonly string[];
  /** Place and hash of the ledger at the end: equal for equal stories. */
  readonly end: string;
}

/** More steps than any number of ops needs. */
const STEPS_PER_OP_MAX = 12;
/** So often everybody syncs in turn until nothing changes any more. */
const ROUNDS_MAX = 8;

function cast(dice: Dice): readonly GadgetPlan[] {
  const many = dice.percent(12);
  const tablets = many ? 8 : 1 + dice.below(3);
  const counters = many ? 2 : dice.below(3);
  const plans: GadgetPlan[] = PEOPLE_OF_TABLETS.slice(0, tablets).map((place, i) => ({
    name: `tablet ${i + 1}`,
    kind: 'tablet',
    ...place,
  }));
  for (let i = 1; i <= counters; i++)
    plans.push({ name: `counter ${i}`, kind: 'counter', village: 'XW', people: ['clerk'] });
  return plans;
}

function justJudged({ ops }: Written): string {
  const says = (op: Written['ops'][number]) =>
    `${refOf(op)} ${op.kind} ${JSON.stringify(op.body).slice(0, 200)} → ${JSON.stringify(op.verdict)}`;
  return ops.map(says).join('; ') || 'nothing';
}

function watcher(checks: readonly Check[]): Watcher {
  return {
    server: (world, news, rules) => {
      for (const check of checks) {
        const wrong = check.server?.(world, news, rules) ?? [];
        if (wrong.length > 0) demand(check, [...wrong, `the server had just judged: ${justJudged(news)}`]);
      }
    },
    client: (world, gadget, goesOn) => {
      for (const check of checks) if (check.client) demand(check, check.client(world, gadget, goesOn));
    },
    settled: async (world, gadget) => {
      for (const check of checks) if (check.settled) demand(check, await check.settled(world, gadget));
    },
  };
}

/** Everybody is switched on and online until nothing changes any more. */
async function rest(world: World): Promise<void> {
  for (const request of [...world.network.under()]) {
    const owner = world.gadgets.find((g) => g.life === request.owner);
    if (!owner) await world.deliver(request, { ending: { kind: 'lost' } });
  }
  for (let round = 0; round < ROUNDS_MAX; round++) {
    const before = world.oracle.hash;
    for (const desk of world.desks) {
      await world.client(desk, () => desk.send());
      await world.calm(desk);
    }
    for (const gadget of world.gadgets) await settle(world, gadget, gadget.plan.people[0] ?? '');
    if (world.oracle.hash === before) return;
  }
  throw new Broken('convergence', `nothing comes to rest after ${ROUNDS_MAX} rounds`);
}

async function live(world: World, play: Play, dice: Dice): Promise<void> {
  await world.look();
  await world.addDesk('the office', { id: 'office', village: 'XW', role: 'village_office' });
  if (dice.percent(70)) await world.addDesk('the town', { id: 'admin', village: null, role: 'town_admin' });
  for (const gadget of cast(dice)) await world.addGadget(gadget, dice.salt());
  const plan = planFor(play.ops);
  await newcomers(world, plan.newcomers);
  const most = play.upTo ?? play.ops * STEPS_PER_OP_MAX;
  for (; (play.upTo !== undefined || world.opsRecorded < play.ops) && world.step < most; world.step++) {
    const step: Step = stepFrom(plan, dice);
    if (play.without?.has(world.step)) continue;
    world.pass(1_000 + (step.salt % 20_000));
    await step.act.run(world, new Dice(step.salt));
  }
}

/** Plays a seed to its end or to the first broken promise. */
export async function playSeed(server: Server, press: TownPress, play: Play): Promise<Played> {
  const town = `S${play.seed}`;
  await press.press(town);
  const world = new World(server, town, play.seed, watcher(play.checks));
  let broken: Played['broken'];
  try {
    await live(world, play, new Dice(play.seed));
    await rest(world);
    for (const check of play.checks) if (check.end) demand(check, await check.end(world));
    const stray = takeStrays();
    if (stray !== undefined) throw new Broken('crash', stray);
  } catch (error) {
    broken =
      error instanceof Broken
        ? { check: error.check, text: error.message }
        : { check: 'crash', text: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  } finally {
    takeStrays();
    await press.remove(town);
  }
  return {
    seed: play.seed,
    ops: world.opsRecorded,
    steps: world.step,
    faults: world.faults,
    ...(broken ? { broken } : {}),
    story: world.story,
    end: `${world.oracle.seq} ${world.oracle.hash}`,
  };
}
