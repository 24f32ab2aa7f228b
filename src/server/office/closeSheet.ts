/** A close as an Excel file: figures are numbers, instants are dates, everything else is text. */
import type { CloseRequest, CloseResponse } from '../../protocol/officeStore.ts';
import {
  type Cell,
  cellBook,
  momentCell,
  textCell as text,
  totalRow,
  wholeCell as whole,
  yuanCell as yuan,
} from '../sheets/cells.ts';

const WORDS = {
  zh: {
    sheets: ['汇总', '商品', '住户', '经手人', '明细', '库存变动'],
    title: '兑换店结算',
    store: '村',
    device: '柜台',
    all: '全店',
    days: '日期',
    receipts: '兑换单数',
    pieces: '兑出件数',
    points: '兑出积分',
    voids: '退货单数',
    voidedPieces: '退回件数',
    voidedPoints: '退回积分',
    net: '净兑换积分',
    shortfall: '其中核销承担',
    cost: '按进价（元）',
    sku: '编号',
    goods: '商品',
    out: '兑出',
    back: '退回',
    household: '户号',
    head: '户主',
    person: '经手人',
    when: '时间',
    kind: '类别',
    kinds: { out: '兑换', back: '退货' },
    ref: '凭号',
    receipt: '原凭号',
    reason: '原因',
    received: '进货',
    writtenOff: '报损',
    difference: '盘点差异',
    counts: '盘点次数',
    total: '合计',
  },
  en: {
    sheets: ['Summary', 'Goods', 'Households', 'People', 'Receipts', 'Stock'],
    title: 'Close of the store',
    store: 'Village',
    device: 'Counter',
    all: 'whole store',
    days: 'Days',
    receipts: 'Receipts',
    pieces: 'Pieces out',
    points: 'Points out',
    voids: 'Voids',
    voidedPieces: 'Pieces back',
    voidedPoints: 'Points back',
    net: 'Points net',
    shortfall: 'Borne by write-offs',
    cost: 'At unit cost (yuan)',
    sku: 'No.',
    goods: 'Goods',
    out: 'Out',
    back: 'Back',
    household: 'Household',
    head: 'Head',
    person: 'Person',
    when: 'Time',
    kind: 'Kind',
    kinds: { out: 'redemption', back: 'void' },
    ref: 'Receipt',
    receipt: 'Of receipt',
    reason: 'Reason',
    received: 'Received',
    writtenOff: 'Written off',
    difference: 'Count difference',
    counts: 'Counts',
    total: 'Total',
  },
} as const;

/** The file's bytes. */
export function closeSheet(
  answer: CloseResponse,
  asked: CloseRequest,
  place: { readonly village: string; readonly zoneOffsetMinutes: number },
): Buffer {
  const words = WORDS[asked.language];
  const { close, names, stock } = answer;
  const goods = (sku: string) => text(names.goods[sku] ?? sku);
  const person = (id: string) => text(names.people[id] ?? id);
  const head = (code: string) => text(names.households[code] ?? '');
  const { out, back } = close;
  const fact = (name: string, cell: Cell): Cell[] => [text(name), cell];
  const [summary, ...tables] = words.sheets;
  const table = (
    name: string,
    headers: readonly string[],
    rows: readonly (readonly Cell[])[],
    summed: readonly number[],
  ) => ({
    name,
    rows: [headers.map(text), ...rows, totalRow(words.total, rows, headers.length, summed)],
  });
  const [ofGoods, ofHouseholds, ofPeople, ofActs, ofStock] = tables;
  return cellBook([
    {
      name: summary,
      rows: [
        [text(words.title)],
        fact(words.store, text(place.village)),
        fact(words.device, text(asked.device ?? words.all)),
        fact(words.days, text(asked.from === asked.to ? asked.from : `${asked.from} – ${asked.to}`)),
        fact(words.receipts, whole(out.count)),
        fact(words.pieces, whole(out.pieces)),
        fact(words.points, whole(out.points)),
        fact(words.voids, whole(back.count)),
        fact(words.voidedPieces, whole(back.pieces)),
        fact(words.voidedPoints, whole(back.points)),
        fact(words.net, whole(close.points)),
        fact(words.shortfall, whole(close.shortfall)),
        fact(words.cost, yuan(close.cost)),
      ],
    },
    table(
      ofGoods,
      [words.sku, words.goods, words.out, words.back, words.net, words.cost],
      close.goods.map((g) => [text(g.sku), goods(g.sku), whole(g.out), whole(g.back), whole(g.points), yuan(g.cost)]),
      [2, 3, 4, 5],
    ),
    table(
      ofHouseholds,
      [words.household, words.head, words.receipts, words.net],
      close.households.map((h) => [text(h.household), head(h.household), whole(h.receipts), whole(h.points)]),
      [2, 3],
    ),
    table(
      ofPeople,
      [words.person, words.receipts, words.points, words.voids, words.voidedPoints],
      close.people.map((p) => [
        person(p.by),
        whole(p.receipts),
        whole(p.points),
        whole(p.voids),
        whole(p.voidedPoints),
      ]),
      [1, 2, 3, 4],
    ),
    table(
      ofActs,
      [
        words.when,
        words.kind,
        words.ref,
        words.household,
        words.head,
        words.points,
        words.person,
        words.receipt,
        words.reason,
      ],
      close.acts.map((a) => [
        momentCell(a.at, place.zoneOffsetMinutes),
        text(words.kinds[a.kind]),
        text(a.ref),
        text(a.household),
        head(a.household),
        whole(a.kind === 'out' ? a.points : -a.points),
        person(a.by),
        a.receipt === undefined ? null : text(a.receipt),
        a.reason === undefined ? null : text(a.reason),
      ]),
      [5],
    ),
    table(
      ofStock,
      [words.sku, words.goods, words.received, words.writtenOff, words.difference, words.counts],
      stock.map((s) => [
        text(s.sku),
        goods(s.sku),
        whole(s.received),
        whole(s.writtenOff),
        whole(s.difference),
        whole(s.counts),
      ]),
      [2, 3, 4, 5],
    ),
  ]);
}
