/** What holds of households whatever becomes of them, in whatever order it happens (CF-09). */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { apply, applyAllowance, newFile } from '../../../src/domain/apply.ts';
import type { DomainEvent, FileEvent } from '../../../src/domain/event.ts';
import { isFileEvent } from '../../../src/domain/event.ts';
import type { HouseholdRegistered } from '../../../src/domain/events/households.ts';
import type { HouseholdFile } from '../../../src/domain/household.ts';
import { redirected, routeOf } from '../../../src/domain/judge/route.ts';
import { NO_LIMITS } from '../../../src/domain/limit.ts';
import { must } from '../../../src/domain/must.ts';
import { OP_SCHEMA, type OpBodies, type OpKind } from '../../../src/domain/op.ts';
import { placeAt } from '../../../src/domain/place.ts';
import { freePoints, pointsOf } from '../../../src/domain/points.ts';
import { NO_PRICES } from '../../../src/domain/price.ts';
import { profileOf } from '../../../src/domain/profile.ts';
import { canonicalJson } from '../../../src/protocol/canonical.ts';
import { parseOp } from '../../../src/protocol/opSchemas.ts';
import { packFiles, unpackFiles } from '../../../src/protocol/snapshot.ts';
import { Batch } from '../../../src/server/ingest/batch.ts';
import { judgeOp } from '../../../src/server/ingest/judgeOps.ts';
import type { Judging } from '../../../src/server/ingest/judging.ts';
import { noTownWrites } from '../../../src/server/ingest/townOps.ts';
import { least, runs } from './support/runs.ts';
import {
  deed,
  freshFile,
  HOUSEHOLD,
  NOON_MS,
  OFFICER,
  op,
  REGISTERED,
  rule,
  rulesFrom,
  WORKER,
} from './support/world.ts';

const B = 'XW-0002';
const said = (n: number) => ({ ref: `0FFC-00000${n}`, by: 'o1', at: NOON_MS + n, reason: '同一户' });
const moved = (n: number, grid: string, at: number): FileEvent => ({
  type: 'household.moved',
  household: HOUSEHOLD,
  ...said(n),
  at,
  village: 'XW',
  grid,
  naturalVillage: grid,
});

describe('facts of a household', () => {
  const FACTS: readonly FileEvent[] = [
    { type: 'household.merged', household: HOUSEHOLD, into: B, members: { m1: 'x' }, ...said(1) },
    { type: 'household.split', household: HOUSEHOLD, to: 'XW-0003', members: { m2: 'm1' }, ...said(2) },
    { type: 'household.split', household: HOUSEHOLD, to: 'XW-0004', members: {}, ...said(3) },
    { type: 'household.closed', household: HOUSEHOLD, ...said(4) },
    moved(5, 'XW-G2', NOON_MS + 50),
    moved(7, 'XW-G3', NOON_MS + 20),
    moved(6, 'XW-G4', NOON_MS + 50),
    { type: 'points.moved', household: HOUSEHOLD, id: 'M000000002', with: B, points: -3, earned: -5 },
    { type: 'points.moved', household: HOUSEHOLD, id: 'M000000009', with: B, points: 2, earned: 0 },
    {
      type: 'points.lapsed',
      household: HOUSEHOLD,
      id: '0FFC-000008',
      quarter: '2026Q2',
      points: 7,
      by: 'o1',
      at: NOON_MS,
    },
    {
      type: 'points.lapsed',
      household: HOUSEHOLD,
      id: '0FFC-000009',
      quarter: '2026Q3',
      points: 4,
      by: 'o1',
      at: NOON_MS,
    },
  ];

  it('[SY-10] give the same file in any order and any number of times, and the wire gives it again', () => {
    const once = canonicalJson(FACTS.reduce(apply, freshFile()));
    fc.assert(
      fc.property(fc.array(fc.nat({ max: FACTS.length - 1 }), { maxLength: 20 }), fc.nat(), (extra, seed) => {
        const order = [...FACTS.keys(), ...extra].sort((a, b) => ((a * 31 + seed) % 17) - ((b * 31 + seed) % 17));
        const file = order.reduce((f, i) => apply(f, must(FACTS[i], 'a fact')), freshFile());
        expect(canonicalJson(file)).toBe(once);
        expect(canonicalJson(unpackFiles(packFiles([file]))[0])).toBe(once);
      }),
    );
    const file = FACTS.reduce(apply, freshFile());
    expect(file).toMatchObject({ grid: 'XW-G4', merged: { into: B }, closed: { by: 'o1' } });
    expect(pointsOf(file)).toMatchObject({ earned: -5, final: -12 });
    expect(profileOf(file).naturalVillage).toBe('XW-G4');
  });

  it('says where it lived at any moment', () => {
    const file = FACTS.reduce(apply, freshFile());
    expect(placeAt(file, NOON_MS)).toEqual({ village: 'XW', grid: 'XW-G1' });
    expect(placeAt(file, NOON_MS + 20).grid).toBe('XW-G3');
    expect(placeAt(file, NOON_MS + 50).grid).toBe('XW-G4');
    expect(placeAt(freshFile(), 0).grid).toBe('XW-G1');
  });
});

describe('the household that an op is about', () => {
  const files = (list: readonly HouseholdFile[]) => (code: string) => list.find((f) => f.code === code);
  const merged = (into: string, members: Record<string, string> = {}) => ({ ...said(1), into, members });
  const split = (to: string, members: Record<string, string>) => ({ ...said(2), at: NOON_MS + 100, to, members });
  const other = (code: string, change: Partial<HouseholdFile> = {}) => freshFile({ code, ...change });

  it('is the one it names while nothing became of it', () => {
    const file = freshFile();
    expect(routeOf(deed(), NOON_MS, files([file]))).toEqual({ op: deed(), file });
    expect(routeOf(deed(), NOON_MS, files([]))).toEqual({ op: deed(), file: undefined });
  });

  it('is the last of those it was merged into, with the member’s id there; the verdict alone gives the same op', () => {
    const a = freshFile({ merged: merged(B, { m2: 'X-1' }) });
    const b = other(B, { merged: merged('XW-0003', { 'X-1': 'm1', m2: 'Y-1' }) });
    const c = other('XW-0003');
    const recorded = deed({ member: 'm2', card: 1 });
    const about = routeOf(recorded, NOON_MS, files([a, b, c]));
    expect(about).toMatchObject({ file: c, params: { to: 'XW-0003', members: ['m2=m1'] } });
    expect(about.op).toEqual({
      ...deed({ member: 'm1' }),
      body: { ...deed({ member: 'm1' }).body, household: c.code },
    });
    expect(redirected(recorded, about.params)).toEqual(about.op);
    expect(redirected(recorded, undefined)).toBe(recorded);
  });

  it('fields of members in an edit get the ids of the other file, the rest stays', () => {
    const a = freshFile({ merged: merged(B, { m1: 'X-1' }) });
    const set = [
      { field: 'phone' as const, value: '1', was: '' },
      { field: 'members.m1' as const, value: null, was: null },
      { field: 'members.m9' as const, value: null, was: null },
    ];
    const edit = op('household.edit', { household: HOUSEHOLD, set });
    const about = routeOf(edit, NOON_MS, files([a, other(B)]));
    expect(about.params).toEqual({ to: B, members: ['m1=X-1'] });
    const fields = about.op.kind === 'household.edit' ? about.op.body.set.map((s) => s.field) : [];
    expect(fields).toEqual(['phone', 'members.X-1', 'members.m9']);
    expect(redirected(edit, about.params)).toEqual(about.op);
  });

  it('rights and cards stay with the household that has them', () => {
    const a = freshFile({ merged: merged(B) });
    const lines = [{ sku: 's', quantity: 1, price: 5 }];
    const spend = (mode: 'allowance' | 'online') =>
      routeOf(op('redemption.record', { household: HOUSEHOLD, lines, points: 5, mode, card: 1 }), NOON_MS, files([a]));
    expect(spend('allowance').params).toBeUndefined();
    expect(spend('online')).toMatchObject({ params: { to: B } });
    expect(spend('online').op.body).not.toHaveProperty('card');
    const card = op('card.replace', { household: HOUSEHOLD, n: 2, reason: 'r' });
    expect(routeOf(card, NOON_MS, files([a])).params).toBeUndefined();
  });

  it('what is said of a fact goes where the fact is, through merges and splits', () => {
    const fact = { id: 'K7Q2-000009', rule: 'A', date: '2026-11-23', points: 1, quantity: 1, by: 'w1', at: 1 };
    const a = freshFile({ merged: merged(B) });
    const b = other(B, { splits: [split('XW-0003', {})] });
    const c = other('XW-0003', { entries: [{ ...fact, status: 'submitted' }] });
    const back = op('entry.reverse', { household: HOUSEHOLD, entry: fact.id, reason: 'r' });
    expect(routeOf(back, NOON_MS, files([a, b, c]))).toMatchObject({ file: c, params: { to: 'XW-0003' } });
    const here = { ...a, entries: c.entries };
    expect(routeOf(back, NOON_MS, files([here, b, c])).params).toBeUndefined();
    expect(routeOf(back, NOON_MS, files([a, b, other('XW-0003')])).params).toBeUndefined();
    const review = op('entry.review', { household: HOUSEHOLD, entry: fact.id, decision: 'approve' });
    expect(routeOf(review, NOON_MS, files([a, b, c])).params).toEqual({ to: 'XW-0003' });
    const undo = op('redemption.void', { household: HOUSEHOLD, redemption: 'R', reason: 'r' });
    expect(routeOf(undo, NOON_MS, files([a, b, c])).params).toBeUndefined();
  });

  it('before a split its members tell the part, or a person chooses; afterwards it is the rest', () => {
    const a = freshFile({ splits: [split('XW-0003', { m2: 'm1' })] });
    const c = other('XW-0003');
    const at = (change: object, instant = NOON_MS, choice?: string) =>
      routeOf(deed(change), instant, files([a, c]), choice);
    expect(at({ member: 'm2' }).params).toEqual({ to: 'XW-0003', members: ['m2=m1'] });
    expect(at({ member: 'm1' })).toEqual({ op: deed({ member: 'm1' }), file: a });
    expect(at({}).choices).toEqual([HOUSEHOLD, 'XW-0003']);
    expect(at({}, NOON_MS + 100).choices).toBeUndefined();
    expect(at({}, NOON_MS, 'XW-0003')).toMatchObject({ file: c, params: { to: 'XW-0003' } });
    expect(at({}, NOON_MS, HOUSEHOLD)).toEqual({ op: deed(), file: a });
  });

  it('a split from before the merge is nothing to those who joined by it; one behind it is', () => {
    const at = (when: number, instant = NOON_MS) => {
      const a = freshFile({ merged: { ...merged(B), at: NOON_MS + 100 } });
      const b = other(B, { splits: [{ ...split('XW-0003', {}), at: when }] });
      return routeOf(deed(), instant, files([a, b, other('XW-0003')]));
    };
    expect(at(NOON_MS + 50)).toMatchObject({ params: { to: B } });
    expect(at(NOON_MS + 50)).not.toHaveProperty('choices');
    expect(at(NOON_MS + 150).choices).toEqual([B, 'XW-0003']);
    expect(at(NOON_MS + 150, NOON_MS + 150)).not.toHaveProperty('choices');
  });

  it('what was chosen is not asked again: neither a part behind a merge, nor what became of the chosen one since', () => {
    const a = freshFile({ merged: merged(B) });
    const b = other(B, { splits: [split('XW-0003', { m2: 'm1' })] });
    const c = other('XW-0003', { merged: merged('XW-0004') });
    const d = other('XW-0004', { splits: [split('XW-0005', {})] });
    const chosen = (choice: string, list = [a, b, c, d]) => routeOf(deed(), NOON_MS, files(list), choice);
    expect(chosen(B)).toMatchObject({ file: b, params: { to: B } });
    expect(chosen('XW-0003')).toMatchObject({ file: d, params: { to: 'XW-0004' } });
    expect(chosen(HOUSEHOLD)).toMatchObject({ file: b, params: { to: B } });
    for (const one of [B, 'XW-0003', HOUSEHOLD]) expect(chosen(one)).not.toHaveProperty('choices');
    // The part came back to the household that it had left.
    const back = other('XW-0003', { merged: merged(B) });
    expect(chosen('XW-0003', [a, b, back])).toMatchObject({ file: b, params: { to: B } });
  });

  it('households in a circle are an error of the program, not an endless search', () => {
    const loop = files([freshFile({ merged: merged(B) }), other(B, { merged: merged(HOUSEHOLD) })]);
    expect(() => routeOf(deed(), NOON_MS, loop)).toThrow('circle');
  });
});

const CODES = ['XW-0001', 'XW-0002', 'XW-0003', 'XW-0004'];
const DEVICES = ['AAAA', 'BBBB'];
const RULES = rulesFrom(
  rule({ code: 'A', shape: { type: 'range', min: 1, max: 20 }, review: 'village' }),
  rule({ code: 'M', shape: { type: 'range', min: 1, max: 20 }, kind: 'minus' }),
);

/** A town in memory, settled by the server's own judge. */
class Town {
  readonly batch = new Batch({ town: 'CC', zone_offset_minutes: 480, epoch: 'e', feed_seq: 0, feed_hash: '' });
  private readonly seqs = new Map<string, number>();
  private readonly base = {
    batch: this.batch,
    setting: {
      ruleVersions: RULES,
      policies: new Map(),
      months: new Map(),
      villages: new Set(['XW']),
      prices: NO_PRICES,
      limits: NO_LIMITS,
    },
    heldOps: new Map(),
    writes: noTownWrites(),
    author: null,
    now: NOON_MS,
  };

  constructor() {
    for (const [i, code] of CODES.entries()) {
      const event: HouseholdRegistered = { ...REGISTERED, household: code, ref: `C0NS-00000${i + 1}` };
      this.batch.applyFileEvent(event, null);
    }
  }

  op<K extends OpKind>(device: string, kind: K, body: OpBodies[K]): void {
    const seq = (this.seqs.get(device) ?? 0) + 1;
    this.seqs.set(device, seq);
    const office = device === '0FFC';
    const person = office ? OFFICER : WORKER;
    const raw = { seq, kind, body, by: person.id, at: NOON_MS + seq, schema: OP_SCHEMA };
    const judging: Judging = {
      ...this.base,
      people: {
        device: { id: device, kind: office ? 'office' : 'tablet', village: 'XW' },
        actors: new Map([[person.id, person]]),
      },
    };
    judgeOp(judging, raw, parseOp(raw), raw.at);
  }

  /** As rebalancing grants: out of what is free, never for a household that has ended. */
  grant(device: string, code: string, points: number): void {
    const { file, points: now, debt } = must(this.batch.households.get(code), code);
    const granted = Math.min(points, freePoints(now));
    if (granted <= 0 || debt > 0 || file.merged) return;
    this.batch.grant(device, code, granted);
  }
}

type Step = readonly [act: number, a: number, b: number, n: number, device: number];

function play(steps: readonly Step[], after: (town: Town) => void): Town {
  const town = new Town();
  for (const [act, a, b, n, d] of steps) {
    const household = must(CODES[a], 'a code');
    const into = must(CODES[b], 'a code');
    const device = must(DEVICES[d], 'a device');
    const state = must(town.batch.households.get(household), household);
    const entry = state.file.entries[n % Math.max(1, state.file.entries.length)]?.id;
    const account = town.batch.allowance(device, household);
    const lines = [{ sku: 's', quantity: 1, price: n }];
    const score = (code: string, points: number) =>
      town.op(device, 'entry.record', { household, rule: code, date: '2026-11-23', quantity: 1, points });
    if (act <= 3) score('A', n);
    else if (act === 4) score('M', -n);
    else if (act <= 7 && entry) town.op('0FFC', 'entry.review', { household, entry, decision: 'approve' });
    else if (act === 8 && entry) town.op('0FFC', 'entry.reverse', { household, entry, reason: 'r' });
    else if (act === 9) town.grant(device, household, n);
    else if (act === 10) town.op(device, 'allowance.return', { lines: [[household, account.returned + (n % 5)]] });
    else if (act === 11)
      town.op(device, 'redemption.record', { household, lines, points: n, mode: n % 2 ? 'allowance' : 'online' });
    else if (act === 12) {
      const redemption = state.file.redemptions[0]?.id;
      if (redemption) town.op(device, 'redemption.void', { household, redemption, reason: 'r' });
    } else if (act === 13) town.op('0FFC', 'household.merge', { household, into, reason: 'r' });
    else if (act === 14) {
      const to = `XW-1${String(town.batch.events.length).padStart(4, '0')}`;
      const body = { household, to, head: '甲', phone: '', doorPlate: '', members: ['m2'], points: n % 7, reason: 'r' };
      town.op('0FFC', 'household.split', body);
    } else if (act === 15) town.op('0FFC', 'household.close', { household, reason: 'r' });
    after(town);
  }
  return town;
}

function replay(events: readonly DomainEvent[]): ReadonlyMap<string, HouseholdFile> {
  const files = new Map<string, HouseholdFile>();
  for (const event of events) {
    if (event.type === 'household.registered') files.set(event.household, newFile(event));
    else if (isFileEvent(event)) {
      files.set(event.household, apply(must(files.get(event.household), event.household), event));
    } else if (event.type === 'allowance.set') {
      for (const line of event.lines) {
        files.set(line[0], applyAllowance(must(files.get(line[0]), line[0]), { ...event, lines: [line] }));
      }
    }
  }
  return files;
}

const steps = fc.array(
  fc.tuple(
    fc.nat({ max: 15 }),
    fc.nat({ max: CODES.length - 1 }),
    fc.nat({ max: CODES.length - 1 }),
    fc.integer({ min: 1, max: 20 }),
    fc.nat({ max: DEVICES.length - 1 }),
  ),
  { maxLength: 60, size: 'max' },
);

describe('[CF-09] points of households that become others', () => {
  it('are neither made nor lost, and no file is overspent, after every op in any order', () => {
    let merges = 0;
    let returnsAfter = 0;
    fc.assert(
      fc.property(steps, (list) => {
        play(list, ({ batch }) => {
          const states = [...batch.households.values()];
          const sum = (of: (s: (typeof states)[number]) => number) => states.reduce((all, s) => all + of(s), 0);
          const approved = sum(({ file }) => pointsOf({ ...file, moves: [] }).earned);
          expect(sum((s) => s.points.final)).toBe(approved);
          expect(sum((s) => s.points.earned)).toBe(approved);
          for (const { file, points, debt } of states) {
            expect(points.redeemed + points.allotted, file.code).toBeLessThanOrEqual(points.final + debt);
            expect(debt).toBeGreaterThanOrEqual(0);
            if (!file.merged) continue;
            merges++;
            if ((file.moves?.length ?? 0) > 1) returnsAfter++;
            expect([points.earned, freePoints(points)], `${file.code} is merged`).toEqual([0, 0]);
          }
        });
      }),
      { numRuns: runs(300) },
    );
    // The property is about something.
    expect(merges).toBeGreaterThan(least(500));
    expect(returnsAfter).toBeGreaterThan(least(50));
  });

  it('[SY-10] the ledger alone gives the same files and counters', () => {
    fc.assert(
      fc.property(steps, (list) => {
        const { batch } = play(list, () => undefined);
        const files = replay(batch.events.map((e) => e.event));
        for (const [code, { points, file }] of batch.households) {
          const again = must(files.get(code), code);
          expect(pointsOf(again)).toEqual(points);
          expect(canonicalJson({ ...again, allowances: {} })).toBe(canonicalJson({ ...file, allowances: {} }));
        }
      }),
      { numRuns: runs(200) },
    );
  });
});
