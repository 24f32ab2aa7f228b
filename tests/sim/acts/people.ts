/** What people in the field do with a device. */

import type { FileView } from '../../../src/client/engine/tablet.ts';
import type { OpBodies, OpKind } from '../../../src/domain/op.ts';
import type { Dice } from '../machine/random.ts';
import type { Gadget, Promised, Tab } from '../world/gadget.ts';
import type { World } from '../world/world.ts';
import type { Act } from './act.ts';

const DAY_MS = 86_400_000;
const ZONE_MS = 8 * 3_600_000;
const FIELDS = ['head', 'phone', 'doorPlate'] as const;
const RULES = ['FX-01', 'FX-02', 'FX-02', 'FX-03', 'RG-01', 'PU-01', 'ST-01', 'LD-01', 'MN-01', 'OFF-01'] as const;

export function dayText(ms: number): string {
  return new Date(ms + ZONE_MS).toISOString().slice(0, 10);
}

type Choice = { [K in OpKind]: { readonly kind: K; readonly body: OpBodies[K] } }[OpKind];

function deed(household: string, now: number, dice: Dice): Choice {
  const rule = dice.of(RULES) ?? 'FX-01';
  const daysBack = dice.percent(85) ? dice.below(3) : dice.below(40) - 2;
  const points = {
    'FX-01': 2,
    'FX-02': 3,
    'FX-03': 5,
    'RG-01': 1 + dice.below(10),
    'PU-01': 2,
    'ST-01': 1,
    'LD-01': 20,
    'MN-01': -4,
    'OFF-01': 1,
  }[rule];
  const body = {
    household,
    rule,
    date: dayText(now - daysBack * DAY_MS),
    quantity: 1,
    points,
    ...(rule === 'LD-01' ? { level: '市级' } : {}),
    ...(rule === 'PU-01' ? { member: `m${1 + dice.below(2)}` } : {}),
    ...(dice.percent(20) ? { card: 1 } : {}),
  };
  return { kind: 'entry.record', body };
}

function own(gadget: Gadget, kind: string, dice: Dice): Promised | undefined {
  return dice.of(gadget.promised.filter((p) => p.kind === kind).slice(-12));
}

/** What one person does next with a household whose file they see. */
function choose(gadget: Gadget, seen: FileView, now: number, dice: Dice): Choice {
  const household = seen.file.code;
  const clerk = gadget.plan.kind === 'counter';
  const roll = clerk ? 60 + dice.below(40) : dice.below(100);
  if (roll < 38) return deed(household, now, dice);
  if (roll < 46) {
    const past = own(gadget, 'entry.record', dice);
    if (!past) return deed(household, now, dice);
    const target = (past.body as { household: string }).household;
    return { kind: 'entry.reverse', body: { household: target, entry: past.ref, reason: '按错了', undo: true } };
  }
  if (roll < 49) {
    const entry = dice.of(seen.file.entries);
    if (entry) return { kind: 'entry.reverse', body: { household, entry: entry.id, reason: '记错了' } };
  }
  if (roll < 58) {
    const field = dice.of(FIELDS) ?? 'head';
    return { kind: 'household.edit', body: { household, set: [{ field, value: `值${dice.below(6)}`, was: '旧' }] } };
  }
  if (roll < 60) return { kind: 'card.replace', body: { household, n: seen.file.card + 1, reason: '丢了' } };
  if (roll < 90) {
    const within = Math.max(1, Math.min(12, seen.remaining));
    const points = dice.percent(80) ? 1 + dice.below(within) : 1 + dice.below(40);
    const mode = dice.percent(80) ? 'allowance' : 'online';
    const lines = [{ sku: 'rice', quantity: 1, price: points }];
    return { kind: 'redemption.record', body: { household, lines, points, mode } };
  }
  const redemption = dice.of(seen.file.redemptions);
  if (redemption) return { kind: 'redemption.void', body: { household, redemption: redemption.id, reason: '退货' } };
  return deed(household, now, dice);
}

/** The device with somebody at it; opened first when the app is not running. */
export async function atWork(world: World, gadget: Gadget, dice: Dice): Promise<Tab | undefined> {
  if (gadget.ready)
    return dice.of(
      gadget.tabs.filter((tab) => tab.user !== undefined && tab.tablet.state.getState().phase === 'ready'),
    );
  let tab = gadget.tabs[0];
  if (!tab) {
    const opened = gadget.open();
    tab = opened;
    world.tell(`${gadget.name} is switched on`);
    await world.client(gadget, () => void opened.tablet.start());
  }
  const user = dice.of(gadget.plan.people) ?? '';
  await world.unlock(gadget, tab, user);
  return gadget.ready;
}

export async function see(world: World, gadget: Gadget, tab: Tab, code: string): Promise<FileView | undefined> {
  let seen: FileView | undefined;
  await world.client(gadget, () => void tab.tablet.openFile(code).then((view) => (seen = view)));
  return seen;
}

/** Several ops one after the other; tells what they were. */
export async function workAt(
  world: World,
  gadget: Gadget,
  dice: Dice,
  times: number,
  killAfter?: number,
): Promise<void> {
  const tab = await atWork(world, gadget, dice);
  if (!tab) return;
  const codes = tab.tablet
    .directory()
    .map((row) => row.code)
    .sort();
  const favourite = dice.of(codes);
  for (let i = 0; i < times; i++) {
    const code = dice.percent(60) ? favourite : dice.of(codes);
    const seen = code === undefined ? undefined : await see(world, gadget, tab, code);
    if (!seen) return;
    const { kind, body } = choose(gadget, seen, gadget.now(), dice);
    const before = gadget.promised.length;
    const last = i === times - 1 ? killAfter : undefined;
    const killed = await world.record(gadget, tab, kind, body, last);
    const saved = gadget.promised[before];
    const what = `${kind} ${describe(body)}`;
    if (killed) {
      world.fault('client killed');
      world.tell(
        `${gadget.name}: the power goes ${last} steps into ${what}${saved ? `, after it said saved (${saved.ref})` : ''}`,
      );
      return;
    }
    if (saved) world.tell(`${gadget.name}: ${tab.user} records ${saved.ref} ${what}`);
  }
}

function describe(body: object): string {
  const { household, rule, points, entry, redemption, date, mode } = body as Record<string, unknown>;
  return [household, rule, date, entry, redemption, mode, points].filter((x) => x !== undefined).join(' ');
}

export const work: Act = {
  name: 'work',
  weight: 40,
  run: async (world, dice) => {
    const gadget = dice.of(world.gadgets);
    if (gadget) await workAt(world, gadget, dice, 1 + dice.below(15));
  },
};
