/** What a table of goods would change of the catalogue: row by row, checked like the office's form checks what somebody types. */
import type { Day } from '../../domain/calendar.ts';
import { checkGoods, draftOf, type GoodsDraft } from '../../domain/goodsDraft.ts';
import type { Goods } from '../../domain/op.ts';
import type { GoodsTable, GoodsTableField, GoodsTableProblem } from '../../protocol/officeGoods.ts';
import { ACTIVE_WORDS, GOODS_FIELDS, PERIOD_WORDS } from './goodsColumns.ts';
import type { GoodsRow, GoodsRows } from './goodsRowsOf.ts';

/** Fields that are texts in a draft, in the order in which a difference shows them. */
const TEXTS = ['barcode', 'name', 'spec', 'category', 'price', 'unitCost', 'lowStock', 'limit'] as const;

interface Planned {
  readonly row: GoodsRow;
  readonly draft: GoodsDraft;
  readonly before: Goods | undefined;
  readonly problems: readonly GoodsTableProblem[];
}

/**
 * Plans a table on the catalogue that is there, at the prices in force. An empty cell and a column that is not there change nothing;
 * a row with a problem changes nothing; goods that the table does not have stay. `today` in the town's zone.
 */
export function planGoods({ rows, columns, unread }: GoodsRows, stored: readonly Goods[], today: Day): GoodsTable {
  const problemAt = (row: GoodsRow, field: GoodsTableField, code: GoodsTableProblem['code']): GoodsTableProblem => {
    const column = columns.get(field);
    return {
      ...{ row: row.row, letter: column?.letter ?? '', header: column?.header ?? '', field, code },
      value: row.cells.get(field) ?? '',
    };
  };
  const planned: Planned[] = [];
  const seen = new Set<string>();
  for (const row of rows) {
    const before = goodsOf(row, stored);
    const known = [...stored, ...planned.map(({ draft }) => draft)];
    const empty = draftOf(before, known);
    const sku = row.cells.get('sku') ?? '';
    const draft = { ...empty, ...(sku === '' ? {} : { sku }), ...typedIn(row) };
    const problems: GoodsTableProblem[] = [];
    if (draft.sku.length > 40) problems.push(problemAt(row, 'sku', 'long'));
    if (seen.has(draft.sku)) problems.push(problemAt(row, 'sku', 'twice'));
    seen.add(draft.sku);
    for (const [field, words] of [
      ['active', ACTIVE_WORDS],
      ['period', PERIOD_WORDS],
    ] as const) {
      const word = row.cells.get(field) ?? '';
      if (word !== '' && !words.has(word.toLowerCase())) problems.push(problemAt(row, field, 'word'));
    }
    if ((row.cells.get('period') ?? '') !== '' && draft.limit === '')
      problems.push(problemAt(row, 'limit', 'no_limit'));
    planned.push({ row, draft, before, problems });
  }
  const result = planned.map((one) => ({ ...one, ...checkedRow(one, planned, stored, today) }));
  const inOrder = (a: GoodsTableProblem, b: GoodsTableProblem) =>
    GOODS_FIELDS.indexOf(a.field) - GOODS_FIELDS.indexOf(b.field);
  const problems = result.flatMap(({ row, problems: own, faults }) => {
    // A table has no day of its price: that is chosen beside it.
    const found = Object.entries(faults) as [GoodsTableField, GoodsTableProblem['code']][];
    return [...own, ...found.map(([field, code]) => problemAt(row, field, code))].sort(inOrder);
  });
  const good = result.flatMap(({ goods, problems: own, ...one }) =>
    goods && own.length === 0 ? [{ ...one, goods }] : [],
  );
  const differs = good.flatMap(({ goods, before, draft, row }) => {
    const fields = before ? differences(draftOf(before, []), draft) : [];
    if (before && fields.length === 0) return [];
    const change = { sku: goods.sku, name: `${goods.name} ${goods.spec}`.trim(), row: row.row, fields, isNew: !before };
    return [{ goods, change }];
  });
  const inTable = new Set(planned.map(({ draft }) => draft.sku));
  return {
    rows: rows.length,
    goods: differs.map(({ goods }) => goods),
    changes: differs.map(({ change }) => change),
    unchanged: good.length - differs.length,
    absent: stored.filter(({ sku }) => !inTable.has(sku)).length,
    problems,
    unread: [...unread],
    stock: columns.has('stock'),
  };
}

/** The goods that a row is about: by its number; without one by its barcode, or by name and size. */
function goodsOf({ cells }: GoodsRow, stored: readonly Goods[]): Goods | undefined {
  const said = (field: GoodsTableField) => cells.get(field) ?? '';
  if (said('sku') !== '') return stored.find(({ sku }) => sku === said('sku'));
  const byBarcode = said('barcode') === '' ? undefined : stored.find(({ barcode }) => barcode === said('barcode'));
  return byBarcode ?? stored.find(({ name, spec }) => name === said('name') && spec === said('spec'));
}

/** What the row says of the draft; nothing where a cell is empty. */
function typedIn({ cells }: GoodsRow): Partial<GoodsDraft> {
  const typed: Partial<Record<(typeof TEXTS)[number], string>> = {};
  for (const field of TEXTS) {
    const text = cells.get(field) ?? '';
    if (text !== '') typed[field] = text;
  }
  const active = ACTIVE_WORDS.get((cells.get('active') ?? '').toLowerCase());
  const period = PERIOD_WORDS.get((cells.get('period') ?? '').toLowerCase());
  return { ...typed, ...(active === undefined ? {} : { active }), ...(period === undefined ? {} : { period }) };
}

function checkedRow(one: Planned, all: readonly Planned[], stored: readonly Goods[], today: Day) {
  const others = new Map(stored.map(({ sku, barcode }) => [sku, barcode]));
  for (const { draft } of all) others.set(draft.sku, draft.barcode);
  const rest = [...others].flatMap(([sku, barcode]) => (sku === one.draft.sku ? [] : [{ sku, barcode }]));
  const checked = checkGoods(one.draft, [...(one.before ? [one.before] : []), ...rest], today);
  if (!checked.ok) return { faults: checked.faults, goods: undefined };
  return { faults: {}, goods: checked.body.goods[0] };
}

/** Which fields a row changes, in the words of the table; amounts are compared as amounts. */
function differences(was: GoodsDraft, now: GoodsDraft): GoodsTable['changes'][number]['fields'] {
  const same = (a: string, b: string) => a === b || (a !== '' && b !== '' && Number(a) === Number(b));
  const texts = TEXTS.filter((field) =>
    field === 'price' || field === 'unitCost' || field === 'lowStock' || field === 'limit'
      ? !same(was[field], now[field])
      : was[field] !== now[field],
  ).map((field) => ({ field, was: was[field], now: now[field] }));
  const period = now.limit !== '' && was.period !== now.period && was.limit !== '';
  return [
    ...texts,
    ...(period ? [{ field: 'period' as const, was: was.period, now: now.period }] : []),
    ...(was.active === now.active
      ? []
      : [{ field: 'active' as const, was: String(was.active), now: String(now.active) }]),
  ];
}
