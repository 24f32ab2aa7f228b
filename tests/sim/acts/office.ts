/** What the office and the town do. */

import type { Entry } from '../../../src/domain/household.ts';
import { decisionsFor } from '../../../src/domain/judge/caseDecision.ts';
import type { OpBodies, OpKind } from '../../../src/domain/op.ts';
import type { HeldCode } from '../../../src/domain/verdict.ts';
import { finishDueMonths } from '../../../src/server/ingest/finishDueMonths.ts';
import { revokeDevice } from '../../../src/server/office/devices.ts';
import { registration } from '../../server/support/smallTown.ts';
import type { Dice } from '../machine/random.ts';
import type { OfficeDesk } from '../world/officeDesk.ts';
import { placeOf, sumsOf } from '../world/oracle.ts';
import { TOWN_RULES } from '../world/town.ts';
import type { World } from '../world/world.ts';
import type { Act } from './act.ts';
import { someOf } from './line.ts';
import { dayText } from './people.ts';

const DAY_MS = 86_400_000;

/** Decisions by code, the rejecting ones less often than people let things count. */
function decisionFor(code: HeldCode, dice: Dice): OpBodies['case.decide']['decision'] {
  if (dice.percent(30)) return 'reject';
  if (code === 'over_cap') return dice.percent(50) ? 'swap' : 'keep_both';
  if (code === 'over_cap_part') return dice.percent(50) ? 'cut' : 'keep_both';
  return decisionsFor(code).includes('noted') ? 'noted' : 'accept';
}

async function record<K extends OpKind>(world: World, desk: OfficeDesk, kind: K, body: OpBodies[K]): Promise<void> {
  await world.client(desk, () => desk.record(kind, body));
  world.tell(`${desk.name}: ${kind} ${JSON.stringify(body).slice(0, 120)}`);
}

async function send(world: World, dice: Dice, desk: OfficeDesk): Promise<void> {
  await world.client(desk, () => desk.send());
  if (dice.percent(70)) await world.calm(desk);
  else await someOf(world, dice, desk, false);
}

export const decide: Act = {
  name: 'decide',
  weight: 8,
  run: async (world, dice) => {
    const desk = dice.of(world.desks);
    if (!desk) return;
    const open = [...world.oracle.cases.values()].filter((c) => !c.decided);
    for (let i = dice.below(3); i >= 0; i--) {
      const one = dice.of(open);
      if (!one) break;
      const decision = decisionFor(one.opened.code, dice);
      const replace = decision === 'swap' ? dice.of(one.opened.competing ?? []) : undefined;
      await record(world, desk, 'case.decide', { case: one.opened.case, decision, ...(replace ? { replace } : {}) });
    }
    await send(world, dice, desk);
  },
};

export const review: Act = {
  name: 'review',
  weight: 8,
  run: async (world, dice) => {
    const desk = dice.of(world.desks);
    if (!desk) return;
    const waiting = [...world.oracle.files].flatMap(([household, file]) =>
      [...file.entries.values()].filter((e) => e.status === 'submitted').map((entry) => ({ household, entry })),
    );
    for (let i = dice.below(4); i >= 0; i--) {
      const one = dice.of(waiting);
      if (one) await record(world, desk, 'entry.review', reviewOf(one.household, one.entry, dice));
    }
    if (dice.percent(30)) await takeBack(world, dice, desk);
    await send(world, dice, desk);
  },
};

/** What a person makes of a deed: other points as well, of which two people may think differently. */
function reviewOf(household: string, entry: Entry, dice: Dice): OpBodies['entry.review'] {
  const about = { household, entry: entry.id };
  if (!dice.percent(80)) return { ...about, decision: 'reject', reason: '查无此事' };
  if (entry.rule !== 'RV-01' || !dice.percent(40)) return { ...about, decision: 'approve' };
  return { ...about, decision: 'approve', points: 1 + dice.below(9), reason: '按实际核定' };
}

async function takeBack(world: World, dice: Dice, desk: OfficeDesk): Promise<void> {
  const codes = [...world.oracle.files.keys()];
  const household = dice.of(codes);
  const file = household === undefined ? undefined : world.oracle.files.get(household);
  if (!file || household === undefined) return;
  const entry = dice.of([...file.entries.keys()]);
  const redemption = dice.of([...file.redemptions.keys()]);
  if (dice.percent(60) && entry !== undefined)
    await record(world, desk, 'entry.reverse', { household, entry, reason: '核实有误' });
  else if (redemption !== undefined)
    await record(world, desk, 'redemption.void', { household, redemption, reason: '退货' });
}

/** The office gives up what a device holds (AL-5): it may be lost, or only out of reach. */
export const writeOff: Act = {
  name: 'write-off',
  weight: 1,
  run: async (world, dice) => {
    const desk = dice.of(world.desks);
    const gadget = dice.of(world.gadgets);
    if (!desk || !gadget) return;
    world.fault('rights written off');
    await record(world, desk, 'allowance.writeoff', { device: gadget.id, reason: '平板丢了' });
    await send(world, dice, desk);
  },
};

/** The office revokes a device, whatever it has not sent yet (CF-17). */
export const revoke: Act = {
  name: 'revoke',
  weight: 1,
  run: async (world, dice) => {
    const gadget = dice.of(world.gadgets.filter((g) => !g.revoked));
    if (!gadget || !dice.percent(40)) return;
    // A server that was put back to before its enrolment does not list it (SY-14): the office has nothing to revoke.
    const { db } = world.server;
    if (!(await db.selectFrom('devices').select('id').where('id', '=', gadget.id).executeTakeFirst())) return;
    world.fault('device revoked');
    world.tell(`the office revokes ${gadget.name}`);
    await revokeDevice(db, world.town, null, gadget.id);
    world.revoked.add(gadget.id);
    for (const one of world.gadgets) if (one.id === gadget.id) one.revoked = true;
  },
};

/** Households are merged, split, moved and closed while ops about them are under way (CF-09). */
export const households: Act = {
  name: 'households',
  weight: 2,
  run: async (world, dice) => {
    const desk = dice.of(world.desks);
    const here = [...world.oracle.files].filter(
      ([, file]) => placeOf(file).village === 'XW' && !file.merged && !file.closed,
    );
    const [household, file] = dice.of(here) ?? [];
    if (!desk || household === undefined || !file || here.length < 3) return;
    const reason = '两户并一户';
    world.fault('household changed');
    switch (dice.below(5)) {
      case 0:
      case 1: {
        const [into] = dice.of(here.filter(([code]) => code !== household)) ?? [];
        if (into !== undefined) await record(world, desk, 'household.merge', { household, into, reason });
        break;
      }
      case 2: {
        const { final, redeemed, allotted } = sumsOf(file);
        const points = dice.below(Math.max(1, final - redeemed - allotted));
        const to = `XW-${4000 + dice.below(900)}`;
        const whole = { to, head: '李𬭎珈', phone: '13900000000', doorPlate: `${to}号` };
        await record(world, desk, 'household.split', { household, ...whole, members: ['m2'], points, reason: '分家' });
        break;
      }
      case 3: {
        const grid = placeOf(file).grid === 'XW-G1' ? 'XW-G2' : 'XW-G1';
        const place = { village: 'XW', grid, naturalVillage: '塘边', doorPlate: '新居1号' };
        await record(world, desk, 'household.move', { household, ...place, reason: '搬家' });
        break;
      }
      default:
        if (dice.percent(40)) await record(world, desk, 'household.close', { household, reason: '迁出' });
    }
    await send(world, dice, desk);
  },
};

/** Rules, policies, published months and new households while work is under way. */
export const govern: Act = {
  name: 'govern',
  weight: 4,
  run: async (world, dice) => {
    const admin = world.desks.find((d) => d.clerk.role === 'town_admin');
    const office = world.desks.find((d) => d.clerk.role === 'village_office');
    const today = dayText(world.now);
    switch (dice.below(5)) {
      case 0: {
        if (!admin) return;
        const newest = Math.max(0, ...world.rules.filter((r) => r.village === null).map((r) => r.version));
        const rules = TOWN_RULES.map((rule) => {
          if (rule.shape.type === 'fixed' && dice.percent(40))
            return { ...rule, shape: { type: 'fixed' as const, points: 1 + dice.below(6) } };
          return rule.code === 'ST-01' ? { ...rule, enabled: dice.percent(70) } : rule;
        });
        const effectiveFrom = dayText(world.now + Math.max(0, dice.below(5) - 2) * DAY_MS);
        await record(world, admin, 'rules.publish', { village: null, version: newest + 1, effectiveFrom, rules });
        return send(world, dice, admin);
      }
      case 1: {
        if (!admin) return;
        const policy = {
          counterSharePercent: dice.of([0, 30, 60, 90]) ?? 60,
          carryMaxPoints: dice.of([5, 15, 30]) ?? 30,
          priceGraceDays: dice.of([0, 1, 7]) ?? 7,
          // Now and then two people have to approve nearly all, or only what is large.
          // Now and then what is approved waits for its month, and months become final soon.
          redeemableWhenFinal: dice.percent(60),
          objectionDays: dice.of([1, 1, 7]) ?? 7,
          twoPersonPoints: dice.of([2, 5, 20, 1_000]) ?? 1_000,
          redemptionWindows: dice.percent(70)
            ? ('always' as const)
            : [{ from: dayText(world.now - 3 * DAY_MS), to: dayText(world.now + dice.below(3) * DAY_MS) }],
        };
        await record(world, admin, 'policy.publish', { village: dice.percent(50) ? null : 'XW', policy });
        return send(world, dice, admin);
      }
      case 2: {
        if (!admin) return;
        const oil = {
          sku: 'oil',
          barcode: '6900000000001',
          name: '食用油',
          spec: '5升',
          category: '粮油',
          active: true,
          // So few a month for one household that a device without a connection goes beyond it (CF-26).
          ...(dice.percent(40) ? { limit: { quantity: 2, period: 'month' as const } } : {}),
        };
        world.fault('price changed');
        await record(world, admin, 'goods.publish', { goods: [{ ...oil, price: 1 + dice.below(6) }] });
        return send(world, dice, admin);
      }
      case 3: {
        if (!office) return;
        await record(world, office, 'month.publish', { village: 'XW', month: today.slice(0, 7) });
        return send(world, dice, office);
      }
      default: {
        if (!office) return;
        const code = `XW-${String(3000 + dice.below(3))}`;
        await record(
          world,
          office,
          'household.register',
          registration(code, 'XW', dice.of(['XW-G1', 'XW-G2']) ?? 'XW-G1'),
        );
        return send(world, dice, office);
      }
    }
  },
};

/** A person gets other grids while their ops are under way (CF-16). */
export const people: Act = {
  name: 'people',
  weight: 2,
  run: async (world, dice) => {
    const user = dice.of(['w1', 'w2', 'g1']) ?? 'w1';
    const grids = dice.of([[], ['XW-G1'], ['XW-G2']]) ?? [];
    world.fault('person moved');
    world.tell(`${user} works in ${grids.join(' ') || 'the whole village'} from now on`);
    await world.movePerson(user, grids);
  },
};

/** So many more households than the small town has. */
export async function newcomers(world: World, count: number): Promise<void> {
  const desk = world.desks.find((d) => d.clerk.role === 'village_office');
  if (!desk || count === 0) return;
  for (let i = 0; i < count; i++) {
    const whole = registration(`XW-${2000 + i}`, 'XW', i % 2 === 0 ? 'XW-G1' : 'XW-G2');
    await world.client(desk, () => desk.record('household.register', whole));
  }
  await world.client(desk, () => desk.send());
  await world.calm(desk);
  world.tell(`${desk.name} registers ${count} households`);
}

/** The server looks which months are final by now (AL-10), as it does every minute. */
export const finish: Act = {
  name: 'finish',
  weight: 3,
  run: async (world) => {
    const { db } = world.server;
    const count = await finishDueMonths(db, world.now, world.town);
    if (count > 0) world.fault('month became final');
    world.tell(`the server finds ${count} months that are final`);
    await world.look();
  },
};
