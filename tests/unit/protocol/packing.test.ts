import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DomainEvent } from '../../../src/domain/event.ts';
import type { HouseholdFile } from '../../../src/domain/household.ts';
import type { Verdict } from '../../../src/domain/verdict.ts';
import { canonicalJson } from '../../../src/protocol/canonical.ts';
import { ColumnsError } from '../../../src/protocol/columns.ts';
import { opHash, opHashText, type RawOp, sha256Hex } from '../../../src/protocol/opHash.ts';
import { packEvents, unpackEvents } from '../../../src/protocol/packEvents.ts';
import { packOps, unpackOps } from '../../../src/protocol/packOps.ts';
import { packFiles, unpackFiles } from '../../../src/protocol/snapshot.ts';
import { packVerdicts, type SeqVerdict, unpackVerdicts } from '../../../src/protocol/wireVerdict.ts';

const wire = (value: unknown) => JSON.parse(JSON.stringify(value));
const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 8 }), fc.constantFrom('李𬭎珈', '', '~', 'e.id'));
const ref = fc.integer({ min: 1, max: 999_999 }).map((n) => `K7Q2-${String(n).padStart(6, '0')}`);
const whole = fc.integer();
const json = fc.jsonValue({ maxDepth: 4 }).map(wire);
const kind = fc
  .oneof(
    fc.constantFrom('entry.record', 'household.edit', 'visit.plan'),
    fc.string({ unit: 'grapheme', maxLength: 10 }),
  )
  .filter((k) => k !== '__proto__' && !k.includes('\0'));

describe('ops on the wire', () => {
  const ops = fc.array(
    fc.record({
      kind,
      by: fc.string({ unit: 'grapheme', maxLength: 10 }).filter((s) => !s.includes('\0')),
      at: fc.maxSafeInteger().map((n) => n + 0),
      schema: fc.integer({ min: 0, max: 9 }),
      body: fc.oneof(
        json,
        fc.dictionary(text, json).map(wire),
        fc.record({ household: ref, points: whole, note: fc.option(text) }),
        fc.constantFrom(
          JSON.parse('{"__proto__":{"household":"XW-0001"}}'),
          { is: 1 },
          { body: 2 },
          { 'b.x': 3 },
          [],
          null,
        ),
      ),
    }),
    { maxLength: 12 },
  );

  it('are the same ops again, whatever their kinds and bodies: null fields, unknown kinds, absent fields, odd names', () => {
    fc.assert(
      fc.property(ops, fc.nat(1000), (list, after) => {
        const raw: RawOp[] = list.map((o, i) => ({ seq: after + 1 + i, ...o }));
        const back = unpackOps(wire(packOps(raw)), after);
        expect(back).toEqual(wire(raw));
        expect(back.map((o) => opHash('', o))).toEqual(raw.map((o) => opHash('', o)));
      }),
      { numRuns: 400 },
    );
  });

  const envelope = (fields: Record<string, unknown>, type = 'entry.record') => ({
    order: [type, 1],
    groups: {
      [type]: {
        n: 1,
        c: Object.fromEntries(Object.entries({ by: 'w1', at: 1, schema: 1, ...fields }).map(([k, v]) => [k, [v]])),
      },
    },
  });
  const deep = (levels: number): unknown => (levels === 0 ? 1 : [deep(levels - 1)]);

  it.each<[string, unknown]>([
    ['by that is no text', envelope({ by: 7 })],
    ['by that is too long', envelope({ by: 'x'.repeat(41) })],
    ['by that no database keeps', envelope({ by: 'w\0' })],
    ['no time', envelope({ at: null })],
    ['a time that is no whole number', envelope({ at: 1.5 })],
    ['a schema that is no number', envelope({ schema: '1' })],
    ['a kind that is too long', envelope({}, 'k'.repeat(41))],
    ['a kind that no database keeps', envelope({}, 'k\0')],
    ['a field outside the body', envelope({ seq: 9 })],
    ['a body with another prototype', envelope({ 'b.__proto__': { household: 'XW-0001' } })],
    ['a body deeper than any', envelope({ 'b.x': deep(40) })],
    ['a whole body deeper than any', envelope({ body: { is: deep(40) } })],
  ])('%s: refused as ColumnsError', (_, input) => expect(() => unpackOps(wire(input), 0)).toThrow(ColumnsError));

  it('a body a hundred thousand levels deep does not exhaust the stack', () => {
    const nested = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    const input = JSON.parse(
      `{"order":["k",1],"groups":{"k":{"n":1,"c":{"by":["w"],"at":[1],"schema":[1],"b.x":[${nested}]}}}}`,
    );
    expect(() => unpackOps(input, 0)).toThrow(expect.objectContaining({ path: 'body' }));
  });
});

describe('events on the wire', () => {
  const edit = fc.record({
    ref,
    field: fc.constantFrom('phone', 'members.m1'),
    value: fc.option(text),
    was: fc.option(text),
    by: text,
    at: whole,
  });
  const entry = fc.record(
    {
      id: ref,
      rule: text,
      date: fc.constant('2026-11-23'),
      points: whole,
      quantity: whole,
      by: text,
      at: whole,
      status: fc.constantFrom('submitted', 'approved'),
      level: text,
      note: text,
      photos: fc.array(text, { maxLength: 2 }),
      reverses: ref,
      oldCard: whole,
    },
    { requiredKeys: ['id', 'rule', 'date', 'points', 'quantity', 'by', 'at', 'status'] },
  );
  const redemption = fc.record(
    {
      id: ref,
      lines: fc.array(fc.record({ sku: text, quantity: whole, price: whole }), { maxLength: 2 }),
      points: whole,
      mode: fc.constantFrom('online', 'allowance'),
      by: text,
      at: whole,
      date: fc.constant('2026-11-23'),
      voided: fc.record({ ref, reason: text }),
    },
    { requiredKeys: ['id', 'lines', 'points', 'mode', 'by', 'at', 'date'] },
  );
  const type = <T extends string>(t: T) => fc.constant(t);
  const household = fc.constantFrom('XW-0001', 'DL-0242');
  const event = fc.oneof(
    fc.record({ type: type('entry.recorded'), household, entry }),
    fc.record({ type: type('redemption.recorded'), household, redemption }),
    fc.record(
      {
        type: type('entry.reviewed'),
        household,
        entry: ref,
        status: fc.constant('approved'),
        by: text,
        at: whole,
        reason: text,
      },
      { requiredKeys: ['type', 'household', 'entry', 'status', 'by', 'at'] },
    ),
    fc.record(
      {
        type: type('profile.edited'),
        household,
        edits: fc.array(edit, { maxLength: 3 }),
        against: fc.array(ref, { maxLength: 2 }),
      },
      { requiredKeys: ['type', 'household', 'edits'] },
    ),
    fc.record({ type: type('card.replaced'), household, n: whole }),
    fc.record({
      type: type('redemption.voided'),
      household,
      redemption: ref,
      ref,
      reason: text,
      by: text,
      at: fc.nat(),
    }),
    fc.record({
      type: type('allowance.set'),
      device: fc.constant('K7Q2'),
      lines: fc.array(fc.tuple(household, whole, whole), { maxLength: 3 }),
    }),
    fc.record({
      type: type('case.opened'),
      case: ref,
      code: fc.constant('over_cap'),
      params: fc.record({ competing: fc.array(ref, { maxLength: 2 }) }),
    }),
    fc.record({
      type: type('case.decided'),
      case: ref,
      decision: fc.constant('swap'),
      by: text,
      at: whole,
      replaced: ref,
    }),
    fc.record({
      type: type('catalogue.changed'),
      village: fc.option(fc.constant('XW')),
      part: fc.constantFrom('rules', 'goods'),
    }),
    fc.record({
      type: type('household.registered'),
      household,
      village: fc.constant('XW'),
      grid: text,
      ref,
      by: text,
      at: whole,
      base: fc.record({
        head: text,
        members: fc.dictionary(fc.constantFrom('m1', 'm2', 'K7Q2-000001'), fc.record({ name: text })),
      }),
    }),
  );

  it('are the same events again, in their order', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 20 }), (events) => {
        expect(unpackEvents(wire(packEvents(events as unknown as DomainEvent[])))).toEqual(wire(events));
      }),
      { numRuns: 300 },
    );
  });
});

describe('verdicts on the wire', () => {
  const params = fc.dictionary(
    fc.constantFrom('points', 'was', 'competing', 'seq', 'o', 'c', 'shift'),
    fc.oneof(whole, text, fc.array(ref, { maxLength: 3 })),
    { minKeys: 1, noNullPrototype: true },
  );
  const verdict = fc.record(
    {
      outcome: fc.constantFrom('applied', 'held', 'refused'),
      code: fc.constantFrom('ok', 'late', 'over_cap', 'malformed'),
      params,
    },
    { requiredKeys: ['outcome', 'code'] },
  ) as unknown as fc.Arbitrary<Verdict>;

  it('are the same verdicts again', () => {
    fc.assert(
      fc.property(fc.array(fc.record({ seq: fc.nat(), verdict, shiftMs: whole }), { maxLength: 12 }), (list) => {
        expect(unpackVerdicts(wire(packVerdicts(list)))).toEqual(wire(list));
      }),
    );
  });

  it('a thousand plain ones cost a few bytes', () => {
    const list: SeqVerdict[] = Array.from({ length: 1000 }, (_, i) => ({
      seq: i + 1,
      verdict: { outcome: 'applied', code: 'ok', params: { status: 'approved' } },
      shiftMs: 0,
    }));
    expect(gzipSync(JSON.stringify(packVerdicts(list))).length).toBeLessThan(150);
  });

  it.each<[string, unknown]>([
    ['no seq', { n: 1, c: { o: ['a'] } }],
    ['an unknown outcome', { n: 1, c: { seq: [1], o: ['x'] } }],
    ['a code that is no text', { n: 1, c: { seq: [1], o: ['a'], c: [7] } }],
    ['an unknown field', { n: 1, c: { seq: [1], o: ['a'], zz: [7] } }],
  ])('%s: refused', (_, input) => expect(() => unpackVerdicts(input)).toThrow(TypeError));
});

describe('household files of a snapshot', () => {
  const member = fc.record(
    {
      name: text,
      relation: text,
      birthYear: whole,
      gender: fc.constantFrom('男', '女'),
      tags: fc.array(text, { maxLength: 2 }),
    },
    { requiredKeys: ['name', 'relation', 'tags'] },
  );
  const entry = fc.record(
    { id: ref, rule: text, points: whole, at: whole, note: text, late: text },
    { requiredKeys: ['id', 'rule', 'points', 'at'] },
  );
  const file = fc.record({
    code: ref,
    village: text,
    grid: text,
    registered: fc.record({ ref, by: text, at: whole }),
    base: fc.record({
      head: text,
      phone: text,
      doorPlate: text,
      naturalVillage: text,
      status: fc.constantFrom('active', 'away'),
      tags: fc.array(text, { maxLength: 2 }),
      members: fc.dictionary(
        fc.oneof(
          fc.constantFrom('m1', 'm2', '10', 'constructor'),
          text.filter((t) => t !== '__proto__'),
        ),
        member,
        { maxKeys: 4, noNullPrototype: true },
      ),
    }),
    edits: fc.array(
      fc.record({
        ref,
        field: fc.constant('phone'),
        value: fc.option(text),
        was: fc.option(text),
        by: text,
        at: whole,
      }),
      { maxLength: 2 },
    ),
    card: whole,
    entries: fc.array(entry, { maxLength: 4 }),
    redemptions: fc.array(
      fc.record(
        { id: ref, points: whole, lines: fc.constant([]), voided: fc.record({ ref, reason: text }) },
        { requiredKeys: ['id', 'points', 'lines'] },
      ),
      { maxLength: 3 },
    ),
    allowances: fc.dictionary(fc.constantFrom('K7Q2', '1234'), fc.record({ granted: whole, returned: whole }), {
      noNullPrototype: true,
    }),
  }) as unknown as fc.Arbitrary<HouseholdFile>;

  it('are the same files again', () => {
    fc.assert(
      fc.property(fc.array(file, { maxLength: 6 }), (files) => {
        expect(unpackFiles(wire(packFiles(files)))).toEqual(wire(files));
      }),
      { numRuns: 200 },
    );
  });

  it('tables that do not fit are refused, naming the count', () => {
    const packed = wire(packFiles(fc.sample(file, { seed: 7, numRuns: 3 })));
    for (const count of ['nm', 'ne', 'nr']) {
      for (const value of [null, -1, 0.5, '1', 99]) {
        const h = { ...packed.h, c: { ...packed.h.c, [count]: [value, value, value] } };
        expect(() => unpackFiles({ ...packed, h })).toThrow(expect.objectContaining({ path: count }));
      }
    }
    const more = { n: packed.e.n + 1, c: {} };
    expect(() => unpackFiles({ ...packed, e: more })).toThrow(expect.objectContaining({ path: 'ne' }));
  });
});

describe('canonical JSON', () => {
  const shuffledKeys = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(shuffledKeys);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value)
        .reverse()
        .map(([k, v]) => [k, shuffledKeys(v)]),
    );
  };
  it('does not depend on the order of keys and is JSON of the same value', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(canonicalJson(shuffledKeys(value))).toBe(canonicalJson(value));
        expect(JSON.parse(canonicalJson(value))).toEqual(wire(value));
        expect(canonicalJson(wire(value))).toBe(canonicalJson(value));
      }),
    );
  });
  it('is written as it always was', () => {
    expect(canonicalJson({ b: [1, undefined, { z: null, a: 'é\n' }], a: undefined, 李: -0, c: true })).toBe(
      '{"b":[1,null,{"a":"é\\n","z":null}],"c":true,"李":0}',
    );
    expect(canonicalJson(undefined)).toBe('null');
  });
});

describe('[SY-1] the hash chain', () => {
  const op: RawOp = {
    seq: 123,
    kind: 'entry.record',
    body: { points: 2, household: 'XW-0001', note: '整洁' },
    by: 'w1',
    at: 1_795_400_000_000,
    schema: 1,
  };
  const GENESIS = '0'.repeat(64);
  it('covers every field, in one text for both ends', () => {
    expect(opHashText(GENESIS, op)).toBe(
      `${GENESIS}[123,"entry.record",{"household":"XW-0001","note":"整洁","points":2},"w1",1795400000000,1]`,
    );
  });
  it('has known answers', () => {
    expect(sha256Hex('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
    expect(opHash(GENESIS, op)).toBe('1fb715d2702bba55b9f93441a25bf2aea8f53ca5e1ee0e17998fcf8965dd466c');
    expect(opHash(GENESIS, op)).toBe(createHash('sha256').update(opHashText(GENESIS, op), 'utf8').digest('hex'));
  });
  it('changes with every field and with what stood before', () => {
    const changes: Partial<RawOp>[] = [
      { seq: 124 },
      { kind: 'x' },
      { body: { points: 3 } },
      { by: 'w2' },
      { at: 1 },
      { schema: 2 },
    ];
    const hashes = [
      opHash(GENESIS, op),
      opHash('1'.repeat(64), op),
      ...changes.map((c) => opHash(GENESIS, { ...op, ...c })),
    ];
    expect(new Set(hashes).size).toBe(hashes.length);
  });
});
