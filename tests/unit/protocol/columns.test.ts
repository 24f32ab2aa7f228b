import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ColumnsError, packColumns, unpackColumns } from '../../../src/protocol/columns.ts';
import { packGrouped, unpackGrouped } from '../../../src/protocol/grouped.ts';

const wire = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
const text = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('李𬭎珈', '关㛃柔', '', '\0', '\ud800', '\u2028'));
const reference = fc
  .tuple(fc.constantFrom('K7Q2', '1234', 'ZZZZZZ'), fc.integer({ min: 0, max: 999_999 }))
  .map(([device, seq]) => `${device}-${String(seq).padStart(6, '0')}`);
const cell = fc.oneof(
  text,
  reference,
  fc.maxSafeInteger().map((n) => n + 0),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((n) => n + 0),
  fc.boolean(),
  fc.array(fc.string(), { maxLength: 3 }),
  fc.record({ a: fc.option(fc.integer()), b: text }),
);
const name = fc
  .oneof(fc.string({ maxLength: 6 }), fc.constantFrom('n', 'c', 'v', 'd', 'p', 'r', 'constructor', 'toString', '李'))
  .filter((s) => s !== '__proto__');
/** Fields of one column are often of one kind: that is when packing does something. */
const row = fc.dictionary(name, cell, { maxKeys: 5, noNullPrototype: true });
const like = fc.record(
  {
    ref: reference,
    at: fc.maxSafeInteger().map((n) => n + 0),
    kind: fc.constant('same'),
    note: text,
    flag: fc.boolean(),
  },
  { requiredKeys: ['ref', 'at'], noNullPrototype: true },
);

describe('columns', () => {
  it('give the same objects again, whatever their fields are', () => {
    fc.assert(
      fc.property(fc.oneof(fc.array(row, { maxLength: 12 }), fc.array(like, { maxLength: 12 })), (rows) => {
        const expected = wire(rows);
        expect(unpackColumns(wire(packColumns(rows)))).toEqual(expected);
      }),
      { numRuns: 500 },
    );
  });

  it('an absent field stays absent, an undefined one becomes absent', () => {
    expect(unpackColumns(wire(packColumns([{ a: 1 }, { b: undefined, c: 'x' }, {}])))).toEqual([
      { a: 1 },
      { c: 'x' },
      {},
    ]);
    expect(unpackColumns(wire(packColumns([])))).toEqual([]);
  });

  it('write equal values once, numbers as differences, references by device and number', () => {
    const rows = [
      { k: 'x', at: 1000, id: 'K7Q2-000007' },
      { k: 'x', at: 1003, id: 'K7Q2-000009' },
    ];
    expect(packColumns(rows)).toEqual({
      n: 2,
      c: { k: { v: 'x' }, at: { d: [1000, 3] }, id: { p: 'K7Q2', r: [7, 2] } },
    });
    expect(packColumns([{ id: 'K7Q2-000007' }, { id: 'AAAA-000001' }]).c.id).toEqual({
      p: ['K7Q2', 'AAAA'],
      r: [7, -6],
    });
  });

  it('keep numbers whose difference is no safe whole number', () => {
    const rows = [{ x: Number.MAX_SAFE_INTEGER }, { x: -Number.MAX_SAFE_INTEGER }];
    expect(unpackColumns(wire(packColumns(rows)))).toEqual(rows);
  });
});

describe('hostile columns', () => {
  it.each<[string, unknown]>([
    ['nothing', null],
    ['a list', []],
    ['a text', 'columns'],
    ['no columns', { n: 1 }],
    ['no count', { c: {} }],
    ['a negative count', { n: -1, c: {} }],
    ['half a row', { n: 0.5, c: {} }],
    ['a count as text', { n: '1', c: {} }],
    ['a huge count', { n: 1e9, c: {} }],
    ['more rows than any message', { n: 100_001, c: {} }],
    ['columns as a list', { n: 1, c: [] }],
    ['columns as null', { n: 1, c: null }],
    ['too few cells', { n: 2, c: { a: [1] } }],
    ['too many cells', { n: 1, c: { a: [1, 2] } }],
    ['too few differences', { n: 2, c: { a: { d: [1] } } }],
    ['fractions as differences', { n: 1, c: { a: { d: [0.5] } } }],
    ['differences as text', { n: 1, c: { a: { d: '1' } } }],
    ['a column that is none', { n: 1, c: { a: { x: 1 } } }],
    ['a column that is null', { n: 1, c: { a: null } }],
    ['a column that is a number', { n: 1, c: { a: 7 } }],
    ['a repeated object', { n: 2, c: { a: { v: { deep: [] } } } }],
    ['references without numbers', { n: 1, c: { a: { p: 'K7Q2' } } }],
    ['too few devices', { n: 2, c: { a: { p: ['K7Q2'], r: [1, 1] } } }],
    ['a device that is an object', { n: 1, c: { a: { p: [{ toString: 1 }], r: [1] } } }],
    ['a negative op number', { n: 1, c: { a: { p: 'K7Q2', r: [-1] } } }],
    ['an op number of seven digits', { n: 1, c: { a: { p: 'K7Q2', r: [1_000_000] } } }],
    ['a prototype', JSON.parse('{"n":1,"c":{"__proto__":[{"admin":true}]}}')],
  ])('%s: refused as ColumnsError', (_, input) => expect(() => unpackColumns(input)).toThrow(ColumnsError));

  it('say which column does not fit', () => {
    expect(() => unpackColumns({ n: 1, c: { good: [1], bad: [] } })).toThrow(expect.objectContaining({ path: 'bad' }));
  });

  it('a few bytes that claim many cells are refused before any is made', () => {
    const c = Object.fromEntries(Array.from({ length: 21 }, (_, i) => [`f${i}`, { v: 1 }]));
    expect(() => unpackColumns({ n: 100_000, c })).toThrow(expect.objectContaining({ path: 'c' }));
    const groups = Object.fromEntries(Array.from({ length: 5_000 }, (_, i) => [`k${i}`, { n: 100_000, c: {} }]));
    expect(() => unpackGrouped({ order: [], groups })).toThrow(expect.objectContaining({ path: 'n' }));
  });

  it('of any JSON at all give objects or a ColumnsError, nothing else', () => {
    const part = fc.oneof(
      fc.jsonValue(),
      fc.record({
        n: fc.integer({ min: -1, max: 3 }),
        c: fc.dictionary(
          name,
          fc.oneof(
            fc.jsonValue(),
            fc.record({ d: fc.jsonValue() }),
            fc.record({ p: fc.jsonValue(), r: fc.jsonValue() }),
            fc.record({ v: fc.jsonValue() }),
          ),
        ),
      }),
    );
    const check = (unpack: () => unknown[]) => {
      try {
        expect(Array.isArray(unpack())).toBe(true);
      } catch (error) {
        expect(error).toBeInstanceOf(ColumnsError);
      }
    };
    fc.assert(
      fc.property(part, fc.dictionary(name, part), fc.jsonValue(), (input, groups, order) => {
        check(() => unpackColumns(input));
        check(() => unpackGrouped(input));
        check(() => unpackGrouped({ order, groups }));
      }),
      { numRuns: 500 },
    );
  });
});

describe('objects of several types', () => {
  const type = fc.constantFrom('a', 'b', 'entry.recorded', 'constructor');
  it('come back in their order', () => {
    fc.assert(
      fc.property(fc.array(fc.record({ type, fields: row }), { maxLength: 20 }), (items) => {
        expect(unpackGrouped(wire(packGrouped(items)))).toEqual(wire(items));
      }),
    );
  });

  const one = { n: 1, c: {} };
  it.each<[string, unknown]>([
    ['nothing', null],
    ['no groups', { order: [] }],
    ['an order that is no list', { order: {}, groups: {} }],
    ['an odd order', { order: ['a'], groups: { a: one } }],
    ['groups that are a list', { order: [], groups: [] }],
    ['groups that are null', { order: [], groups: null }],
    ['a type without a group', { order: ['b', 1], groups: { a: one } }],
    ['a type that is no text', { order: [7, 1], groups: { 7: one } }],
    ['a run of nothing', { order: ['a', 0, 'a', 1], groups: { a: one } }],
    ['a negative run', { order: ['a', -1], groups: { a: one } }],
    ['half a run', { order: ['a', 0.5, 'a', 0.5], groups: { a: one } }],
    ['a run as text', { order: ['a', '1'], groups: { a: one } }],
    ['more than the group has', { order: ['a', 2], groups: { a: one } }],
    ['the same rows twice', { order: ['a', 1, 'a', 1], groups: { a: one } }],
    ['rows left over', { order: [], groups: { a: one } }],
  ])('%s: refused', (_, input) => expect(() => unpackGrouped(input)).toThrow(ColumnsError));
});
