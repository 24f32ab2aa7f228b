/** The catalogue of goods from a table: what would change is seen before, what is wrong by its row and column, and it comes back as it went. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type CellObject, read, utils, write } from '@e965/xlsx';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { checkDigit } from '../../src/domain/barcode.ts';
import type { Goods } from '../../src/domain/op.ts';
import type { GoodsTable, GoodsTableAnswer } from '../../src/protocol/officeGoods.ts';
import type { GoodsResponse } from '../../src/protocol/officeStore.ts';
import { goodsSheet } from '../../src/server/goods/goodsSheet.ts';
import { auditTown } from './support/auditTown.ts';
import { asConsole, emptyTown, makeTown, officeBrowser, PEOPLE, TOWN } from './support/smallTown.ts';
import { openStage, type Stage } from './support/stage.ts';
import type { TestDevice } from './support/testDevice.ts';

const RICE: Goods = {
  ...{ sku: 'SP-001', barcode: '6900000010372', name: '大米', spec: '5千克/袋', category: '粮油副食', price: 30 },
  ...{ active: true, unitCost: 2_550, lowStock: 5, limit: { quantity: 2, period: 'quarter' }, photo: 'a'.repeat(64) },
};
const SOAP: Goods = {
  ...{ sku: 'SP-002', barcode: '6910000010746', name: '洗衣皂', spec: '2块/组', category: '日用百货', price: 3 },
  active: false,
};

let stage: Stage;
let town: TestDevice;

beforeAll(async () => {
  stage = await openStage();
});
beforeEach(async () => {
  await emptyTown(stage.db);
  await makeTown(stage.db);
  await asConsole(stage.db, [
    { kind: 'goods.publish', body: { goods: [RICE, SOAP] } },
    { kind: 'stock.move', body: { store: 'XW', kind: 'received', lines: [{ sku: 'SP-001', quantity: 7 }] } },
    { kind: 'stock.move', body: { store: 'DL', kind: 'received', lines: [{ sku: 'SP-001', quantity: 4 }] } },
  ]);
  town = await officeBrowser(stage.app, stage.db, PEOPLE.admin);
});
afterEach(() => auditTown(stage.db, TOWN));
afterAll(() => stage.close());

const headers = () => ({ ...town.headers, origin: 'http://localhost', 'accept-encoding': 'identity' });

async function upload(bytes: Uint8Array | string, name: string): Promise<GoodsTableAnswer> {
  const answer = await stage.app.inject({
    ...{ method: 'POST', url: '/api/office/goods/table', payload: Buffer.from(bytes) },
    headers: {
      ...headers(),
      'content-type': 'application/octet-stream',
      'x-file-name': encodeURIComponent(name),
    },
  });
  expect(answer.statusCode, answer.body).toBe(200);
  return answer.json<GoodsTableAnswer>();
}
async function preview(lines: readonly string[]): Promise<GoodsTable> {
  const answer = await upload(lines.join('\n'), '商品.csv');
  if ('unreadable' in answer) throw new Error(answer.unreadable);
  return answer;
}
const exported = async (language: 'zh' | 'en') =>
  (
    await stage.app.inject({
      ...{ method: 'POST', url: '/api/office/goods.xlsx', payload: { language }, headers: headers() },
    })
  ).rawPayload;
const catalogue = async () =>
  (await stage.app.inject({ url: '/api/office/goods', headers: headers() })).json<GoodsResponse>().goods;

test.each(['zh', 'en'] as const)('what was exported (%s) comes back as it is: nothing differs', async (language) => {
  const bytes = await exported(language);
  const same = { rows: 2, goods: [], changes: [], unchanged: 2, absent: 0, problems: [], unread: [], stock: true };
  expect(await upload(bytes, '商品.xlsx')).toEqual(same);
  // As a person saves it again: CSV, and columns in another order.
  const sheet = read(bytes).Sheets[language === 'zh' ? '商品' : 'Goods'] ?? {};
  const rows = utils.sheet_to_json<string[]>(sheet, { header: 1, raw: false, defval: '' });
  const turned = rows.map((row) => [...row].reverse().join(','));
  expect(await upload(turned.join('\r\n'), 'goods.csv')).toEqual(same);
});

test('cells of the file are what they are: barcodes texts, figures numbers, the stock of all stores', async () => {
  const sheet = read(await exported('zh')).Sheets.商品 ?? {};
  const row = (n: number) => 'ABCDEFGHIJKL'.split('').map((c) => (sheet[`${c}${n}`] as CellObject | undefined)?.v);
  expect(row(1).slice(0, 7)).toEqual(['编号', '条码', '名称', '规格', '分类', '积分价', '库存']);
  expect(row(2)).toEqual([
    ...['SP-001', '6900000010372', '大米', '5千克/袋', '粮油副食', 30, 11],
    ...[25.5, 5, 2, '每季度', '是'],
  ]);
  expect(row(3).slice(5)).toEqual([3, undefined, undefined, undefined, undefined, undefined, '否']);
});

test('the town’s own goods.csv is read as it is', async () => {
  const bytes = await readFile(join(import.meta.dirname, '../../seed/goods.csv'));
  const table = (await upload(bytes, 'goods.csv')) as GoodsTable;
  expect(table).toMatchObject({ rows: 48, problems: [], stock: true, unread: [] });
  expect(table.goods.length + table.unchanged).toBe(48);
});

test('new goods and changes are seen with what was and what is to be, and published in one op', async () => {
  const table = await preview([
    '下湾村商品表,,,,',
    '商品编号,品名,规格,类别,兑换积分,产地,是否在架',
    'SP-001,大米,5千克/袋,粮油副食,28,本地,',
    'SP-002,洗衣皂,2块/组,日用百货,３,,上架',
    ',牙膏,120克/支,日用百货,6,,',
    ',,,,,,',
    '合计,,,,37,,',
  ]);
  expect(table).toMatchObject({ rows: 3, unchanged: 0, absent: 0, problems: [], unread: ['产地'], stock: false });
  expect(table.changes).toEqual([
    { sku: 'SP-001', name: '大米 5千克/袋', row: 3, isNew: false, fields: [{ field: 'price', was: '30', now: '28' }] },
    {
      sku: 'SP-002',
      name: '洗衣皂 2块/组',
      row: 4,
      isNew: false,
      fields: [{ field: 'active', was: 'false', now: 'true' }],
    },
    { sku: 'SP-003', name: '牙膏 120克/支', row: 5, isNew: true, fields: [] },
  ]);
  town.record('goods.publish', { goods: table.goods }, 'admin');
  await town.syncAll();
  const after = await catalogue();
  // What the table has no column for stays.
  expect(after.find(({ sku }) => sku === 'SP-001')).toEqual({ ...RICE, price: 28 });
  expect(after.map(({ sku, active, price }) => [sku, active, price])).toEqual([
    ['SP-001', true, 28],
    ['SP-002', true, 3],
    ['SP-003', true, 6],
  ]);
  const again = await preview(['编号,名称,积分价', 'SP-001,大米,28', 'SP-003,牙膏,6']);
  expect(again).toMatchObject({ changes: [], unchanged: 2, absent: 1 });
});

test('what is wrong is named by row and column; its row changes nothing, the others do', async () => {
  const table = await preview([
    '编号,条码,名称,积分价,进价（元）,每户限兑（件）,每户限兑按,在架',
    'SP-001,6900000010373,大米,30,,,,',
    'SP-002,,洗衣皂,三分,,,,也许',
    'SP-010,6.9E+12,牙膏,6,1.234,,,',
    'SP-010,,牙刷,2,,,,',
    'SP-011,6910000010746,毛巾,,,,每月,',
    'SP-012,,肥皂盒,4,,,,',
  ]);
  expect(table.problems.map(({ row, letter, header, value, code }) => [row, letter, header, value, code])).toEqual([
    [2, 'B', '条码', '6900000010373', 'barcode_check'],
    [3, 'D', '积分价', '三分', 'whole'],
    [3, 'H', '在架', '也许', 'word'],
    [4, 'B', '条码', '6.9E+12', 'barcode_digits'],
    [4, '', '', '', 'needed'],
    [4, 'E', '进价（元）', '1.234', 'yuan'],
    [5, 'A', '编号', 'SP-010', 'twice'],
    [5, '', '', '', 'needed'],
    [6, 'B', '条码', '6910000010746', 'barcode_taken'],
    [6, '', '', '', 'needed'],
    [6, 'D', '积分价', '', 'needed'],
    [6, 'F', '每户限兑（件）', '', 'no_limit'],
    [7, '', '', '', 'needed'],
  ]);
  expect(table.problems.filter(({ letter }) => letter === '').map(({ field }) => field)).toEqual(
    Array.from({ length: 4 }, () => 'category'),
  );
  expect(table.goods).toEqual([]);
  const some = await preview(['编号,名称,分类,积分价', 'SP-020,牙膏,日用百货,6', 'SP-021,牙刷,日用百货,x']);
  expect(some.goods.map(({ sku }) => sku)).toEqual(['SP-020']);
  expect(some.problems).toMatchObject([{ row: 3, letter: 'D', code: 'whole' }]);
});

test('a file that is no table of goods says why', async () => {
  expect(await upload('', 'a.csv')).toEqual({ unreadable: 'empty' });
  expect(await upload('编号,名称,积分价\n', 'a.csv')).toEqual({ unreadable: 'empty' });
  expect(await upload('%PDF-1.4\0', 'a.pdf')).toEqual({ unreadable: 'not_a_table' });
  expect(await upload('PK\u0003\u0004', 'a.xlsx')).toEqual({ unreadable: 'not_a_table' });
  expect(await upload('户主,电话\n谢关明,13800000000', 'a.csv')).toEqual({ unreadable: 'no_columns' });
  const many = Array.from({ length: 2_001 }, (_, i) => `X${i},物,1`);
  expect(await upload(['编号,名称,积分价', ...many].join('\n'), 'a.csv')).toEqual({ unreadable: 'too_large' });
});

test('whatever goods there are, the file of them changes nothing', async () => {
  const word = (max: number) =>
    fc
      .string({ unit: fc.constantFrom(...'米油=+-@"\'，, 5kgAB千克'), minLength: 1, maxLength: max })
      .map((s) => `物${s.trim()}`);
  const goods = fc.record(
    {
      ...{ sku: fc.constant(''), name: word(20), spec: word(10), category: word(8), price: fc.nat(10_000) },
      ...{ barcode: fc.constant(''), active: fc.boolean() },
      ...{ unitCost: fc.nat(100_000), lowStock: fc.nat(500) },
      limit: fc.record({
        quantity: fc.integer({ min: 1, max: 99 }),
        period: fc.constantFrom('month', 'quarter', 'year'),
      }),
    },
    { requiredKeys: ['sku', 'barcode', 'name', 'spec', 'category', 'price', 'active'] },
  );
  const list = fc.array(goods, { minLength: 1, maxLength: 5 }).map((all) =>
    all.map((one, i): Goods => {
      const digits = `69${String(i).padStart(10, '0')}`;
      return {
        ...(one as Goods),
        sku: `SP-${String(i + 1).padStart(3, '0')}`,
        barcode: `${digits}${checkDigit(digits)}`,
      };
    }),
  );
  await fc.assert(
    fc.asyncProperty(list, fc.constantFrom('zh' as const, 'en' as const), async (all, language) => {
      await asConsole(stage.db, [{ kind: 'goods.publish', body: { goods: all } }]);
      const there = await catalogue();
      const bytes = goodsSheet(there, new Map(), language);
      expect(await upload(bytes, 'g.xlsx')).toMatchObject({ changes: [], problems: [], unchanged: there.length });
    }),
    { numRuns: 10 },
  );
});

test('an Excel file whose barcodes are numbers is read with all their digits', async () => {
  const book = utils.book_new();
  const rows = [
    ['名称', '规格', '条码', '积分价'],
    ['大米', '5千克/袋', 6900000010372, 29],
  ];
  utils.book_append_sheet(book, utils.aoa_to_sheet(rows), '表');
  const bytes = write(book, { type: 'buffer', bookType: 'xlsx' }) as Buffer;
  expect(await upload(bytes, '商品.xlsx')).toMatchObject({
    problems: [],
    changes: [{ sku: 'SP-001', fields: [{ field: 'price', was: '30', now: '29' }] }],
  });
});
