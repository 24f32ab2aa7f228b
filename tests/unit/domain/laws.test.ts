import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { apply, applyAllowance } from '../../../src/domain/apply.ts';
import { type DomainEvent, isFileEvent } from '../../../src/domain/event.ts';
import { effects } from '../../../src/domain/judge/effects.ts';
import { must } from '../../../src/domain/must.ts';
import type { HouseholdOp } from '../../../src/domain/op.ts';
import { DEFAULT_POLICY } from '../../../src/domain/policy.ts';
import { profileOf } from '../../../src/domain/profile.ts';
import type { Actor } from '../../../src/domain/role.ts';
import { packVerdicts, unpackVerdicts } from '../../../src/protocol/wireVerdict.ts';
import { least, runs } from './support/runs.ts';
import {
  deed,
  entry,
  fold,
  freshFile,
  HOUSEHOLD,
  Ledger,
  NOON_MS,
  OFFICER,
  op,
  REGISTERED,
  rule,
  rulesFrom,
  TODAY,
  WORKER,
} from './support/world.ts';

const RULES = rulesFrom(
  rule({ code: 'A', shape: { type: 'range', min: 1, max: 20 }, review: 'village' }),
  rule({ code: 'B', shape: { type: 'per_unit', per: 3 } }),
);
const DEVICES = ['AAAA', 'BBBB', '1234'] as const;

interface Step {
  readonly device: (typeof DEVICES)[number];
  readonly act: string;
  readonly n: number;
  readonly at: number;
}

const steps = (acts: readonly string[]): fc.Arbitrary<readonly Step[]> =>
  fc.array(
    fc.record({
      device: fc.constantFrom(...DEVICES),
      act: fc.constantFrom(...acts),
      n: fc.integer({ min: 1, max: 20 }),
      at: fc.integer({ min: 0, max: 5 }).map((i) => NOON_MS + i * 1000),
    }),
    { maxLength: 30, size: 'max' },
  );

const NAMES = ['谢关明', '李𬭎珈', '关㛃柔'];

function opOf(s: Step, ledger: Ledger): HouseholdOp | undefined {
  const name = NAMES[s.n % NAMES.length] ?? '';
  const target = ledger.file.entries[s.n % Math.max(1, ledger.file.entries.length)]?.id;
  const redemption = ledger.file.redemptions[s.n % Math.max(1, ledger.file.redemptions.length)]?.id;
  const household = HOUSEHOLD;
  switch (s.act) {
    case 'A':
      return { ...deed({ rule: 'A', points: s.n, note: name }), at: s.at };
    case 'B':
      return { ...deed({ rule: 'B', points: 1, quantity: s.n, member: 'm1' }), at: s.at };
    case 'phone':
      return op(
        'household.edit',
        { household, set: [{ field: 'phone', value: `1380000${1000 + s.n}`, was: REGISTERED.base.phone }] },
        'w1',
        s.at,
      );
    case 'member':
      return op(
        'household.edit',
        {
          household,
          set: [
            { field: 'members.m2', value: s.n % 4 === 0 ? null : { name, relation: '配偶', tags: [] }, was: null },
            { field: 'status', value: s.n % 2 ? 'away' : 'active', was: 'active' },
          ],
        },
        'w1',
        s.at,
      );
    case 'card':
      return op('card.replace', { household, n: 1 + s.n, reason: '遗失' }, 'w1', s.at);
    case 'online':
      return op(
        'redemption.record',
        { household, lines: [{ sku: 'SP-001', quantity: s.n, price: 1 }], points: s.n, mode: 'online' },
        'w1',
        s.at,
      );
    case 'offline':
      return op(
        'redemption.record',
        { household, lines: [{ sku: 'SP-002', quantity: 1, price: s.n }], points: s.n, mode: 'allowance', card: 1 },
        'w1',
        s.at,
      );
    case 'void':
      return redemption ? op('redemption.void', { household, redemption, reason: '退货' }, 'w1', s.at) : undefined;
    case 'reverse':
      return target ? op('entry.reverse', { household, entry: target, reason: '记错' }, 'w1', s.at) : undefined;
    case 'approve':
      return target ? op('entry.review', { household, entry: target, decision: 'approve' }, 'o1', s.at) : undefined;
    case 'change':
    case 'agree':
      return target
        ? op(
            'entry.review',
            { household, entry: target, decision: 'approve', points: s.n, reason: '按实际', session: '0FFC-000900' },
            s.act === 'agree' ? 'o2' : 'o1',
            s.at,
          )
        : undefined;
    case 'reject':
      return target
        ? op('entry.review', { household, entry: target, decision: 'reject', reason: '不实' }, 'o1', s.at)
        : undefined;
    default:
      return undefined;
  }
}

function actorOf(act: string): Actor {
  if (act === 'agree') return { ...OFFICER, id: 'o2' };
  return act === 'approve' || act === 'reject' || act === 'change' ? OFFICER : WORKER;
}

function run(steps: readonly Step[]): Ledger {
  const ledger = new Ledger();
  for (const s of steps) {
    if (s.act === 'grant') {
      const counters = ledger.file.allowances[s.device] ?? { granted: 0, returned: 0 };
      ledger.take([
        {
          type: 'allowance.set',
          device: s.device,
          lines: [
            ['XW-0002', 9, 9],
            [HOUSEHOLD, counters.granted + s.n, counters.returned],
          ],
        },
      ]);
      continue;
    }
    if (s.act === 'final') {
      // Some of the deeds that wait; the server names no others (AL-10).
      const waiting = ledger.file.entries.flatMap(({ id, waits }) => (waits ? [id] : []));
      const entries = waiting.filter((_, i) => (i + s.n) % 3 !== 0);
      ledger.take([{ type: 'entries.final', household: HOUSEHOLD, id: 'C0NS-000900', month: '2026-11', entries }]);
      continue;
    }
    const o = opOf(s, ledger);
    const actor = actorOf(s.act);
    const id = actor.role === 'village_office' ? `0FFC` : s.device;
    if (o)
      ledger.settle(id, o, {
        ruleVersions: RULES,
        actor,
        device: { id, kind: actor.role === 'village_office' ? 'office' : 'tablet' },
        policy: { ...DEFAULT_POLICY, twoPersonPoints: 15, redeemableWhenFinal: s.n % 3 > 0 },
      });
  }
  return ledger;
}

const ALL_ACTS = [
  'A',
  'B',
  'A',
  'B',
  'phone',
  'member',
  'card',
  'online',
  'offline',
  'grant',
  'void',
  'reverse',
  'approve',
  'approve',
  'change',
  'agree',
  'reject',
  'final',
];
/** What is said of a fact presupposes the fact; all else commutes. */
const isAbout = (e: DomainEvent) =>
  e.type === 'entry.reviewed' || e.type === 'entry.agreed' || e.type === 'redemption.voided';

/** That a deed is final presupposes that it was approved: the server says it behind that (AL-10). */
const isFinal = (e: DomainEvent) => e.type === 'entries.final';

/** A shuffle by keys that fast-check shrinks. */
function shuffled<T>(list: readonly T[], keys: readonly number[]): T[] {
  return list
    .map((item, i) => ({ item, key: keys[i % keys.length] ?? 0, i }))
    .sort((a, b) => a.key - b.key || a.i - b.i)
    .map((x) => x.item);
}
const keys = fc.array(fc.nat(1000), { minLength: 40, maxLength: 40 });

describe('[SY-10] events', () => {
  it('arriving in any order, any number of times, give the same file to the letter', () => {
    let longest = 0;
    let freed = 0;
    fc.assert(
      fc.property(steps(ALL_ACTS), keys, (s, order) => {
        const { events, file } = run(s);
        longest = Math.max(longest, events.length);
        const facts = shuffled(
          events.filter((e) => !isAbout(e) && !isFinal(e)),
          order,
        );
        const about: DomainEvent[] = shuffled(events.filter(isAbout), order);
        const finals = events.filter(isFinal);
        freed = Math.max(freed, ...finals.map((e) => (e.type === 'entries.final' ? e.entries.length : 0)));
        about.push(...shuffled(finals, order));
        expect(JSON.stringify(fold(freshFile(), [...facts, ...about]))).toBe(JSON.stringify(file));
        expect(
          JSON.stringify(fold(freshFile(), [...facts, ...facts, ...about, ...shuffled([...facts, ...about], order)])),
        ).toBe(JSON.stringify(file));
      }),
      { numRuns: runs(300) },
    );
    expect(longest).toBeGreaterThan(least(15));
    expect(freed).toBeGreaterThanOrEqual(least(2));
  });

  it('replayed from the log, or settled again from the ops, give the same state', () => {
    fc.assert(
      fc.property(steps(ALL_ACTS), (s) => {
        const ledger = run(s);
        expect(JSON.stringify(fold(freshFile(), ledger.events))).toBe(JSON.stringify(ledger.file));
        const again = run(s);
        expect(again.log.map((l) => l.verdict)).toEqual(ledger.log.map((l) => l.verdict));
        expect(JSON.stringify(again.file)).toBe(JSON.stringify(ledger.file));
      }),
    );
  });

  it('applied a second time one by one change nothing', () => {
    fc.assert(
      fc.property(steps(ALL_ACTS), (s) => {
        const { events, file } = run(s);
        for (const e of events) {
          if (e.type === 'allowance.set') expect(applyAllowance(file, e)).toEqual(file);
          else if (isFileEvent(e)) expect(apply(file, e)).toEqual(file);
        }
      }),
    );
  });

  it('[CF-24] a second review and a second void of the same thing change nothing: the first stands', () => {
    const at = { by: 'o1', at: 5 };
    const approved = {
      type: 'entry.reviewed',
      household: HOUSEHOLD,
      entry: 'AAAA-000001',
      status: 'approved',
      ...at,
    } as const;
    const rejected = { ...approved, status: 'rejected', by: 'o2', reason: '不实' } as const;
    const voided = {
      type: 'redemption.voided',
      household: HOUSEHOLD,
      redemption: 'AAAA-000002',
      ref: 'AAAA-000003',
      reason: '退货',
    } as const;
    const file = freshFile({
      entries: [entry({ id: 'AAAA-000001', status: 'submitted' })],
      redemptions: [{ id: 'AAAA-000002', lines: [], points: 5, mode: 'online', by: 'w1', at: 0, date: TODAY }],
    });
    const once = fold(file, [approved, voided]);
    expect(once.entries[0]).toMatchObject({ status: 'approved', reviewedBy: 'o1', reviewedAt: 5 });
    expect(once.redemptions[0]?.voided).toEqual({ ref: 'AAAA-000003', reason: '退货' });
    expect(fold(once, [rejected, { ...voided, ref: 'BBBB-000001' }])).toEqual(once);
  });

  it('a registration of a household that is there changes nothing, an allowance of others neither', () => {
    const file = freshFile();
    expect(apply(file, REGISTERED)).toBe(file);
    expect(applyAllowance(file, { type: 'allowance.set', device: 'AAAA', lines: [['XW-0002', 5, 0]] })).toBe(file);
  });
});

describe('[SY-7] the order of arrival of ops that commute', () => {
  it('does not matter: deeds, edits of any fields, cards and carried history end in one file', () => {
    const acts = ['A', 'B', 'phone', 'member', 'card'];
    fc.assert(
      fc.property(steps(acts), keys, (s, order) => {
        const home = run(s);
        const perDevice = DEVICES.map((d) => s.filter((x) => x.device === d));
        const turns = shuffled(
          s.map((x) => x.device),
          order,
        );
        const other = turns.map((d) => must(perDevice[DEVICES.indexOf(d)]?.shift(), 'a step of the device'));
        const away = run(other);
        expect(JSON.stringify(away.file)).toBe(JSON.stringify(home.file));
        expect(profileOf(away.file)).toEqual(profileOf(home.file));
      }),
      { numRuns: runs(200) },
    );
  });
});

describe('[SY-9] effects on the device', () => {
  it('derived from the own op and the verdict off the wire equal those of the server', () => {
    fc.assert(
      fc.property(steps(ALL_ACTS), (s) => {
        const server = new Ledger();
        for (const { op: o, ref, at, verdict } of run(s).log) {
          const before = server.file;
          const ctx = { ref, at, zoneOffsetMinutes: 480 };
          const onServer = effects(before, o, verdict, ctx);
          server.take(onServer);
          const wire = JSON.parse(JSON.stringify(packVerdicts([{ seq: 1, verdict, shiftMs: 0 }])));
          const received = must(unpackVerdicts(wire)[0], 'the verdict').verdict;
          // The tablet knows the own op and the entry it is about; it need not know what else happened meanwhile.
          const about = 'entry' in o.body ? o.body.entry : undefined;
          const device = freshFile({ entries: before.entries.filter((e) => e.id === about) });
          expect(effects(device, JSON.parse(JSON.stringify(o)) as HouseholdOp, received, ctx)).toEqual(onServer);
        }
      }),
    );
  });

  it('held and refused ops have none, nor has a reversal of what is not there', () => {
    const ctx = { ref: 'K7Q2-000001', at: NOON_MS, zoneOffsetMinutes: 480 };
    expect(effects(freshFile(), deed(), { outcome: 'held', code: 'over_cap' }, ctx)).toEqual([]);
    expect(effects(freshFile(), deed(), { outcome: 'refused', code: 'malformed' }, ctx)).toEqual([]);
    const reverse = op('entry.reverse', { household: HOUSEHOLD, entry: 'AAAA-000009', reason: 'x' });
    expect(effects(undefined, reverse, { outcome: 'applied', code: 'ok' }, ctx)).toEqual([]);
  });
});
