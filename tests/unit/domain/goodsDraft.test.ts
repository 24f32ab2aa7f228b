/** Goods as the office types them, and their barcodes. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { barcodeProblem, checkDigit } from '../../../src/domain/barcode.ts';
import { checkGoods, draftOf, type GoodsDraft, nextSku } from '../../../src/domain/goodsDraft.ts';
import type { Goods } from '../../../src/domain/op.ts';
import { OP_BODY_SCHEMAS } from '../../../src/protocol/opSchemas.ts';

const TODAY = '2026-11-25';
const RICE: Goods = {
  ...{ sku: 'SP-007', barcode: '6910000010746', name: '大米', spec: '5千克/袋', category: '粮油', price: 16 },
  ...{ active: true, unitCost: 1_850, lowStock: 6, photo: 'ab'.repeat(32) },
  limit: { quantity: 2, period: 'quarter' },
};
const typed = (change: Partial<GoodsDraft>, all: readonly Goods[] = [RICE]) =>
  checkGoods({ ...draftOf(RICE, all), ...change }, all, TODAY);
const faults = (change: Partial<GoodsDraft>, all?: readonly Goods[]) => {
  const checked = typed(change, all);
  return checked.ok ? {} : checked.faults;
};

describe('barcodes', () => {
  test.each(['6910000010746', '96385074', '012345678905', '16910000010743'])('%s is right', (code) => {
    expect(barcodeProblem(code)).toBeUndefined();
  });

  test('what is wrong is said', () => {
    expect(['6910000010745', '69100', '69100000x', ''].map(barcodeProblem)).toEqual([
      'check',
      'length',
      'digits',
      'digits',
    ]);
  });

  test('one wrong digit never passes', () => {
    const digits = fc.constantFrom(7, 11, 12, 13).chain((n) => fc.array(fc.nat(9), { minLength: n, maxLength: n }));
    fc.assert(
      fc.property(digits, fc.nat(), fc.integer({ min: 1, max: 9 }), (list, place, by) => {
        const text = list.join('');
        const whole = `${text}${checkDigit(text)}`;
        expect(barcodeProblem(whole)).toBeUndefined();
        const at = place % whole.length;
        const wrong = (Number(whole[at]) + by) % 10;
        expect(barcodeProblem(whole.slice(0, at) + wrong + whole.slice(at + 1))).toBe('check');
      }),
    );
  });
});

describe('goods as they are typed', () => {
  test('what was not touched is published as it was', () => {
    expect(typed({})).toEqual({ ok: true, body: { goods: [RICE] } });
    const plain: Goods = {
      ...{ sku: 'SP-1', barcode: '', name: '盐', spec: '', category: '调味' },
      ...{ price: 0, active: false },
    };
    expect(checkGoods(draftOf(plain, []), [plain], TODAY)).toEqual({ ok: true, body: { goods: [plain] } });
  });

  test('what is emptied is gone', () => {
    const { unitCost: _, lowStock: __, limit: ___, ...rest } = RICE;
    expect(typed({ unitCost: '', lowStock: ' ', limit: '' })).toEqual({ ok: true, body: { goods: [rest] } });
  });

  test.each([
    ['18', 1_800],
    ['18.5', 1_850],
    ['0.07', 7],
    ['1000000', 100_000_000],
  ])('%s yuan are %i fen', (unitCost, fen) => {
    expect(typed({ unitCost })).toMatchObject({ body: { goods: [{ unitCost: fen }] } });
  });

  test.each([
    [{ name: ' ' }, { name: 'needed' }],
    [{ name: '米'.repeat(61) }, { name: 'long' }],
    [{ category: '' }, { category: 'needed' }],
    [{ price: '' }, { price: 'needed' }],
    [{ price: '1.5' }, { price: 'whole' }],
    [{ price: '10001' }, { price: 'whole' }],
    [{ unitCost: '1.234' }, { unitCost: 'yuan' }],
    [{ unitCost: '1000001' }, { unitCost: 'yuan' }],
    [{ lowStock: '-1' }, { lowStock: 'whole' }],
    [{ limit: '0' }, { limit: 'whole' }],
    [{ barcode: '6910000010745' }, { barcode: 'barcode_check' }],
    [{ from: TODAY }, { from: 'past' }],
    [{ from: '2026-11-31' }, { from: 'past' }],
  ])('%j', (change, expected) => {
    expect(faults(change)).toEqual(expected);
  });

  test('a barcode belongs to one kind of goods; its own is its own', () => {
    const other = { ...RICE, sku: 'SP-008' };
    expect(faults({}, [RICE])).toEqual({});
    expect(faults({ sku: 'SP-009' }, [RICE, other])).toEqual({ barcode: 'barcode_taken' });
    // One that was there before proves nothing, and does not keep anybody from changing a price.
    const printed = { ...RICE, barcode: '12345' };
    expect(faults({ barcode: '12345', price: '17' }, [printed])).toEqual({});
    expect(faults({ barcode: '12346' }, [printed])).toEqual({ barcode: 'barcode_length' });
  });

  test('[CF-14] a price may begin on a day to come', () => {
    expect(typed({ price: '18', from: '2026-12-01' })).toMatchObject({ body: { from: '2026-12-01' } });
  });

  test('new goods have the next number', () => {
    expect(nextSku([{ sku: 'SP-007' }, { sku: 'SP-048' }, { sku: 'other' }])).toBe('SP-049');
    expect(nextSku([])).toBe('SP-001');
    expect(draftOf(undefined, [RICE])).toMatchObject({ sku: 'SP-008', active: true, price: '' });
  });

  test('whatever is typed, what passes is a body that the server takes', () => {
    const known = fc.constantFrom('', '5', '0', '12.50', '6910000010746', '2027-01-01');
    const text = fc.oneof(fc.string({ maxLength: 70 }), known);
    const fields = { name: text, spec: text, category: text, barcode: known, price: known, from: known };
    fc.assert(
      fc.property(fc.record({ ...fields, unitCost: known, lowStock: known, limit: known }), (change) => {
        const checked = typed(change);
        if (checked.ok) expect(OP_BODY_SCHEMAS['goods.publish'].safeParse(checked.body).success).toBe(true);
      }),
    );
  });
});
