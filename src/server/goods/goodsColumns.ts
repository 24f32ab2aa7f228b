/** The columns of a table of goods: by their headers, in the words of `goods.csv` or of the office's screen, in any order. */
import type { GoodsTableField } from '../../protocol/officeGoods.ts';
import { comparable } from '../rolls/text.ts';

/** Header words, the first as the Chinese file says it, the second as `goods.csv` and the English file do. */
export const GOODS_COLUMNS: Readonly<Record<GoodsTableField, readonly [zh: string, en: string, ...others: string[]]>> =
  {
    sku: ['编号', 'sku', '商品编号', '货号', 'no.'],
    barcode: ['条码', 'barcode', '条形码', '商品条码'],
    name: ['名称', 'name', '商品名称', '商品', '品名'],
    spec: ['规格', 'spec', '规格型号', 'size'],
    category: ['分类', 'category', '类别', '商品分类'],
    price: ['积分价', 'points_price', '兑换积分', '积分', '所需积分', 'price'],
    stock: ['库存', 'stock', '库存数量'],
    unitCost: ['进价（元）', 'unit_cost_yuan', '进价', '成本', '单价'],
    lowStock: ['快没了（剩几件）', 'low_stock', '库存下限', '预警库存'],
    limit: ['每户限兑（件）', 'limit_per_household', '限兑数量', '每户限兑'],
    period: ['每户限兑按', 'limit_period', '限兑周期'],
    active: ['在架', 'active', '是否在架', '上架'],
  };

/** In the order of `goods.csv`, and what else the catalogue keeps of goods behind it. */
export const GOODS_FIELDS = Object.keys(GOODS_COLUMNS) as readonly GoodsTableField[];

/** 是 and 否, 在架 and 下架, the periods of a limit: as the exported file and people write them. */
export const ACTIVE_WORDS: ReadonlyMap<string, boolean> = new Map([
  ...['是', '在架', '上架', 'yes', 'y', 'true', '1'].map((word) => [word, true] as const),
  ...['否', '下架', '停售', 'no', 'n', 'false', '0'].map((word) => [word, false] as const),
]);
export const PERIOD_WORDS: ReadonlyMap<string, 'month' | 'quarter' | 'year'> = new Map([
  ...['每月', '月', 'month'].map((word) => [word, 'month'] as const),
  ...['每季度', '每季', '季度', '季', 'quarter'].map((word) => [word, 'quarter'] as const),
  ...['每年', '年', 'year'].map((word) => [word, 'year'] as const),
]);

const HEADERS = new Map(
  GOODS_FIELDS.flatMap((field) => GOODS_COLUMNS[field].map((word) => [comparable(word).toLowerCase(), field] as const)),
);

/** What a header means; undefined for a column that the catalogue has no place for. */
export function goodsField(header: string): GoodsTableField | undefined {
  return HEADERS.get(comparable(header).toLowerCase());
}
