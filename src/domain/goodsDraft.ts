/** Goods as somebody types them: texts in, an op's body or what is wrong with each field out. */
import { barcodeProblem } from './barcode.ts';
import { type Day, isDay } from './calendar.ts';
import type { Goods, GoodsLimit, OpBodies } from './op.ts';

export interface GoodsDraft {
  readonly sku: string;
  readonly name: string;
  readonly spec: string;
  readonly category: string;
  readonly barcode: string;
  readonly price: string;
  /** The day a changed price begins; empty for at once. */
  readonly from: string;
  /** Yuan. */
  readonly unitCost: string;
  readonly lowStock: string;
  readonly limit: string;
  readonly period: GoodsLimit['period'];
  readonly active: boolean;
  readonly photo?: string;
}

export type GoodsField =
  | 'name'
  | 'spec'
  | 'category'
  | 'barcode'
  | 'price'
  | 'from'
  | 'unitCost'
  | 'lowStock'
  | 'limit';

/** A code of the closed list of what a field may be told. */
export type GoodsFault =
  | 'needed'
  | 'long'
  | 'whole'
  | 'yuan'
  | 'past'
  | 'barcode_digits'
  | 'barcode_length'
  | 'barcode_check'
  | 'barcode_taken';

export type GoodsFaults = Readonly<Partial<Record<GoodsField, GoodsFault>>>;

export type Checked =
  | { readonly ok: true; readonly body: OpBodies['goods.publish'] }
  | { readonly ok: false; readonly faults: GoodsFaults };

const PRICE_MAX = 10_000;
const STOCK_MAX = 1_000_000;
const LIMIT_MAX = 9_999;
const COST_FEN_MAX = 100_000_000;

/** The draft of goods that are there, or of new ones with the next number. */
export function draftOf(goods: Goods | undefined, all: readonly Pick<Goods, 'sku'>[]): GoodsDraft {
  if (!goods) {
    const empty = { name: '', spec: '', category: '', barcode: '', price: '', from: '', unitCost: '', lowStock: '' };
    return { ...empty, sku: nextSku(all), limit: '', period: 'quarter', active: true };
  }
  const { sku, name, spec, category, barcode, active, photo } = goods;
  const number = (value: number | undefined) => (value === undefined ? '' : String(value));
  return {
    ...{ sku, name, spec, category, barcode, active },
    price: String(goods.price),
    from: '',
    unitCost: goods.unitCost === undefined ? '' : (goods.unitCost / 100).toFixed(2),
    lowStock: number(goods.lowStock),
    limit: number(goods.limit?.quantity),
    period: goods.limit?.period ?? 'quarter',
    ...(photo === undefined ? {} : { photo }),
  };
}

/** SP-049 behind SP-048: the highest number there is, and one more. */
export function nextSku(all: readonly Pick<Goods, 'sku'>[]): string {
  const numbers = all.flatMap(({ sku }) => {
    const found = /^SP-(\d{1,6})$/.exec(sku);
    return found ? [Number(found[1])] : [];
  });
  return `SP-${String(Math.max(0, ...numbers) + 1).padStart(3, '0')}`;
}

/** A whole number as typed; undefined for none, NaN for anything else. */
function wholeOf(text: string): number | undefined {
  const typed = text.trim();
  if (typed === '') return undefined;
  return /^\d{1,9}$/.test(typed) ? Number(typed) : Number.NaN;
}

/** Yuan with at most two decimals, in fen. */
function fenOf(text: string): number | undefined {
  const typed = text.trim();
  if (typed === '') return undefined;
  const found = /^(\d{1,7})(?:[.。](\d{1,2}))?$/.exec(typed);
  return found ? Number(found[1]) * 100 + Number((found[2] ?? '').padEnd(2, '0')) : Number.NaN;
}

/** Checks a draft against the goods that are there. `today` in the town's zone. */
export function checkGoods(draft: GoodsDraft, all: readonly Pick<Goods, 'sku' | 'barcode'>[], today: Day): Checked {
  const faults: Partial<Record<GoodsField, GoodsFault>> = {};
  const [name, spec, category, barcode] = [draft.name, draft.spec, draft.category, draft.barcode].map((s) => s.trim());
  if (!name) faults.name = 'needed';
  else if (name.length > 60) faults.name = 'long';
  if ((spec ?? '').length > 40) faults.spec = 'long';
  if (!category) faults.category = 'needed';
  else if (category.length > 20) faults.category = 'long';
  // What the goods had before stays theirs, also when it proves nothing: a store may have printed its own.
  if (barcode && barcode !== all.find((one) => one.sku === draft.sku)?.barcode) {
    const problem = barcodeProblem(barcode);
    if (problem) faults.barcode = `barcode_${problem}`;
    else if (all.some((one) => one.sku !== draft.sku && one.barcode === barcode)) faults.barcode = 'barcode_taken';
  }
  const price = wholeOf(draft.price);
  if (price === undefined) faults.price = 'needed';
  else if (!(price <= PRICE_MAX)) faults.price = 'whole';
  const unitCost = fenOf(draft.unitCost);
  if (unitCost !== undefined && !(unitCost <= COST_FEN_MAX)) faults.unitCost = 'yuan';
  const lowStock = wholeOf(draft.lowStock);
  if (lowStock !== undefined && !(lowStock <= STOCK_MAX)) faults.lowStock = 'whole';
  const limit = wholeOf(draft.limit);
  if (limit !== undefined && !(limit >= 1 && limit <= LIMIT_MAX)) faults.limit = 'whole';
  if (draft.from !== '' && (!isDay(draft.from) || draft.from <= today)) faults.from = 'past';
  if (Object.keys(faults).length > 0) return { ok: false, faults };
  const goods: Goods = {
    sku: draft.sku,
    barcode: barcode ?? '',
    name: name ?? '',
    spec: spec ?? '',
    category: category ?? '',
    price: price ?? 0,
    active: draft.active,
    ...(unitCost === undefined ? {} : { unitCost }),
    ...(lowStock === undefined ? {} : { lowStock }),
    ...(limit === undefined ? {} : { limit: { quantity: limit, period: draft.period } }),
    ...(draft.photo === undefined ? {} : { photo: draft.photo }),
  };
  return { ok: true, body: { goods: [goods], ...(draft.from === '' ? {} : { from: draft.from }) } };
}
