/** What people in the field do with a device. */

import type { FileView } from '../../../src/client/engine/tablet.ts';
import type { OpBodies, OpKind } from '../../../src/domain/op.ts';
import { standingReservations } from '../../../src/domain/reservation.ts';
import { untilQuiet } from '../machine/quiet.ts';
import type { Dice } from '../machine/random.ts';
import type { Gadget, Promised, Tab } from '../world/gadget.ts';
import type { World } from '../world/world.ts';
import type { Act } from './act.ts';

const DAY_MS = 86_400_000;
const ZONE_MS = 8 * 3_600_000;
const FIELDS = ['head', 'phone', 'doorPlate'] as const;
const RULES = [
  'FX-01',
  'FX-02',
  'FX-02',
  'FX-03',
  'RG-01',
  'PU-01',
  'ST-01',
  'LD-01',
  'RV-01',
  'MN-01',
  'OFF-01',
] as const;

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
    'RV-01': 1 + dice.below(8),
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

/** Goods are kept for the household, handed over where they are kept, or not wanted any more. */
function reserved(gadget: Gadget, seen: FileView, dice: Dice): Choice {
  const household = seen.file.code;
  const one = dice.of(standingReservations(seen.file));
  if (one && dice.percent(25)) {
    return { kind: 'reservation.cancel', body: { household, reservation: one.id, reason: '不要了' } };
  }
  if (one?.device === gadget.id) {
    const { lines, points, id: reservation } = one;
    return { kind: 'redemption.record', body: { household, lines, points, mode: 'allowance', reservation } };
  }
  const points = 1 + dice.below(15);
  const lines = [{ sku: 'rice', quantity: 1, price: points }];
  const handOver = gadget.plan.kind === 'counter' || dice.percent(50) ? 'store' : 'door';
  return { kind: 'reservation.record', body: { household, lines, points, handOver } };
}

/** The first line of an own receipt of several: what the household keeps when the rest comes back (CF-27). */
function keptOf(
  gadget: Gadget,
  seen: FileView,
  { household, redemption }: OpBodies['redemption.void'],
): OpBodies['redemption.record'] | undefined {
  const receipt = seen.file.redemptions.find((r) => r.id === redemption);
  const [line, ...others] = receipt?.lines ?? [];
  if (!receipt || !line || others.length === 0 || !redemption.startsWith(`${gadget.id}-`)) return undefined;
  const points = line.quantity * line.price;
  if (points === 0 || receipt.mode === 'carryover') return undefined;
  const { mode, reservation } = receipt;
  const handsOver = reservation === undefined ? {} : { reservation };
  return { household, lines: [line], points, mode, ...handsOver, instead: redemption };
}

const GOODS = ['rice', 'oil', 'salt'] as const;

/** Goods come to the store, go out with a tablet and come back, spoil, and are counted (AL-6). */
function booked(gadget: Gadget, tab: Tab, dice: Dice): Choice {
  const store = gadget.plan.village;
  const sku = dice.of(GOODS) ?? 'rice';
  const carrier = dice.of(tab.tablet.state.getState().catalogue?.carriers ?? [])?.id;
  const roll = dice.below(100);
  if (roll < 40) {
    const at = carrier !== undefined && dice.percent(30) ? { with: carrier } : {};
    return { kind: 'stock.count', body: { store, lines: [{ sku, counted: dice.below(9) }], ...at } };
  }
  const lines = [{ sku, quantity: 1 + dice.below(4) }];
  if (roll < 80 && carrier !== undefined) {
    const kind = roll < 62 ? 'handed_out' : 'handed_back';
    return { kind: 'stock.move', body: { store, kind, lines, with: carrier } };
  }
  return { kind: 'stock.move', body: { store, kind: roll < 92 ? 'received' : 'written_off', lines } };
}

/** What one person does next with a household whose file they see. */
function choose(gadget: Gadget, tab: Tab, seen: FileView, now: number, dice: Dice): Choice {
  const household = seen.file.code;
  const clerk = gadget.plan.kind === 'counter';
  if (clerk && dice.percent(12)) return booked(gadget, tab, dice);
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
    const kept = dice.percent(25) ? reserved(gadget, seen, dice) : undefined;
    if (kept) return kept;
    const within = Math.max(1, Math.min(12, seen.remaining));
    const points = dice.percent(80) ? 1 + dice.below(within) : 1 + dice.below(40);
    const mode = dice.percent(80) ? 'allowance' : 'online';
    const oil = tab.tablet.state.getState().catalogue?.goods.find((one) => one.sku === 'oil');
    if (oil && dice.percent(50)) {
      const lines = [{ sku: oil.sku, quantity: 1, price: oil.price }];
      return { kind: 'redemption.record', body: { household, lines, points: oil.price, mode } };
    }
    const lines = [
      { sku: 'rice', quantity: 1, price: points - 1 },
      { sku: 'salt', quantity: 1, price: 1 },
    ];
    return { kind: 'redemption.record', body: { household, lines, points, mode } };
  }
  const redemption = dice.of(seen.file.redemptions);
  if (redemption) return { kind: 'redemption.void', body: { household, redemption: redemption.id, reason: '退货' } };
  return clerk ? booked(gadget, tab, dice) : deed(household, now, dice);
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

/** Looks at a file: nothing changes by that. */
async function see(tab: Tab, code: string): Promise<FileView | undefined> {
  let seen: FileView | undefined;
  await untilQuiet(() => void tab.tablet.openFile(code).then((view) => (seen = view)));
  return seen;
}

function codesOn(tab: Tab): readonly string[] {
  return tab.tablet
    .directory()
    .map((row) => row.code)
    .sort();
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
  const codes = codesOn(tab);
  const favourite = dice.of(codes);
  for (let i = 0; i < times; i++) {
    const code = dice.percent(60) ? favourite : dice.of(codes);
    const seen = code === undefined ? undefined : await see(tab, code);
    if (!seen) return;
    const { kind, body } = choose(gadget, tab, seen, gadget.now(), dice);
    const before = gadget.promised.length;
    const last = i === times - 1 ? killAfter : undefined;
    const course = last === undefined ? {} : { killAfter: last };
    const kept = kind === 'redemption.void' ? keptOf(gadget, seen, body as OpBodies['redemption.void']) : undefined;
    const killed = kept
      ? await world.returnPart(gadget, tab, body as OpBodies['redemption.void'], kept, course)
      : await world.record(gadget, tab, kind, body, course);
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

/** Several ops about one household, of which the person has looked at the file once; false when there is none to visit. */
async function visitOne(world: World, gadget: Gadget, tab: Tab, dice: Dice, times: number): Promise<boolean> {
  const code = dice.of(codesOn(tab));
  const seen = code === undefined ? undefined : await see(tab, code);
  if (!seen) return false;
  const before = gadget.promised.length;
  for (let i = 1; i <= times; i++) {
    const { kind, body } = choose(gadget, tab, seen, gadget.now(), dice);
    await world.record(gadget, tab, kind, body, i < times ? { goesOn: true } : {});
    world.pass(20_000);
  }
  for (const { ref, kind, body } of gadget.promised.slice(before))
    world.tell(`${gadget.name}: ${tab.user} records ${ref} ${kind} ${describe(body as object)}`);
  return true;
}

/** A day among the houses before the tablet hears of the server again: long stories are made of these. */
export const harvest: Act = {
  name: 'harvest',
  weight: 60,
  run: async (world, dice) => {
    const gadget = dice.of(world.gadgets);
    if (!gadget) return;
    const tab = await atWork(world, gadget, dice);
    if (!tab) return;
    world.fault('long day offline');
    for (let left = 20 + dice.below(41); left > 0; ) {
      const visit = Math.min(left, 3 + dice.below(6));
      if (!(await visitOne(world, gadget, tab, dice, visit))) return;
      left -= visit;
    }
  },
};
