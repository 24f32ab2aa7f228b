/** A close as an Excel file: figures are numbers, instants are dates, everything else is text. */
import { type CellObject, utils, write } from '@e965/xlsx';
import type { CloseRequest, CloseResponse } from '../../protocol/officeStore.ts';

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
  },
} as const;

const DAY_MS = 86_400_000;
/** Excel counts days from here. */
const EPOCH_DAYS = 25_569;

type Cell = CellObject | null;
const text = (v: string): Cell => ({ t: 's', v });
const whole = (v: number): Cell => ({ t: 'n', v, z: '0' });
const yuan = (fen: number | null): Cell => (fen === null ? null : { t: 'n', v: fen / 100, z: '0.00' });

/** The file's bytes. */
export function closeSheet(
  answer: CloseResponse,
  asked: CloseRequest,
  place: { readonly village: string; readonly zoneOffsetMinutes: number },
): Buffer {
  const words = WORDS[asked.language];
  const { close, names, stock } = answer;
  const moment = (at: number): Cell => ({
    t: 'n',
    v: (at + place.zoneOffsetMinutes * 60_000) / DAY_MS + EPOCH_DAYS,
    z: 'yyyy-mm-dd hh:mm',
  });
  const goods = (sku: string) => text(names.goods[sku] ?? sku);
  const person = (id: string) => text(names.people[id] ?? id);
  const head = (code: string) => text(names.households[code] ?? '');
  const heads = (...list: readonly string[]) => list.map(text);
  const { out, back } = close;
  const fact = (name: string, cell: Cell): Cell[] => [text(name), cell];
  const sheets: readonly (readonly (readonly Cell[])[])[] = [
    [
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
    [
      heads(words.sku, words.goods, words.out, words.back, words.net, words.cost),
      ...close.goods.map((g) => [
        text(g.sku),
        goods(g.sku),
        whole(g.out),
        whole(g.back),
        whole(g.points),
        yuan(g.cost),
      ]),
    ],
    [
      heads(words.household, words.head, words.receipts, words.net),
      ...close.households.map((h) => [text(h.household), head(h.household), whole(h.receipts), whole(h.points)]),
    ],
    [
      heads(words.person, words.receipts, words.points, words.voids, words.voidedPoints),
      ...close.people.map((p) => [
        person(p.by),
        whole(p.receipts),
        whole(p.points),
        whole(p.voids),
        whole(p.voidedPoints),
      ]),
    ],
    [
      heads(
        words.when,
        words.kind,
        words.ref,
        words.household,
        words.head,
        words.points,
        words.person,
        words.receipt,
        words.reason,
      ),
      ...close.acts.map((a) => [
        moment(a.at),
        text(words.kinds[a.kind]),
        text(a.ref),
        text(a.household),
        head(a.household),
        whole(a.kind === 'out' ? a.points : -a.points),
        person(a.by),
        a.receipt === undefined ? null : text(a.receipt),
        a.reason === undefined ? null : text(a.reason),
      ]),
    ],
    [
      heads(words.sku, words.goods, words.received, words.writtenOff, words.difference, words.counts),
      ...stock.map((s) => [
        text(s.sku),
        goods(s.sku),
        whole(s.received),
        whole(s.writtenOff),
        whole(s.difference),
        whole(s.counts),
      ]),
    ],
  ];
  const book = utils.book_new();
  for (const [i, rows] of sheets.entries()) {
    const sheet = utils.aoa_to_sheet(rows.map((row) => [...row]));
    sheet['!cols'] = (rows.at(-1) ?? []).map((_, column) => ({ wch: widthOf(rows, column) }));
    utils.book_append_sheet(book, sheet, words.sheets[i] ?? String(i));
  }
  return write(book, { type: 'buffer', bookType: 'xlsx' }) as Buffer;
}

/** Chinese characters are as wide as two others. */
function widthOf(rows: readonly (readonly Cell[])[], column: number): number {
  const widths = rows.map((row) => {
    const cell = row[column];
    if (!cell) return 0;
    return cell.t === 's' ? [...String(cell.v)].reduce((sum, c) => sum + (c > '⺀' ? 2 : 1), 0) : 10;
  });
  return Math.min(40, Math.max(8, ...widths) + 2);
}
