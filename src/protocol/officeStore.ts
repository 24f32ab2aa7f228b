/** What the office asks and hears of the villages' stores: closes, and how the stores are doing. */
import * as z from 'zod/mini';
import { dayNumber, isDay } from '../domain/calendar.ts';

/** Days of one question: a leap year. */
export const CLOSE_DAYS_MAX = 366;

const count = z.int().check(z.gte(0));
const points = z.int();
const code = z.string().check(z.minLength(1), z.maxLength(20));
const day = z.string().check(z.refine((s) => isDay(s), 'not a day'));
const days = { from: day, to: day };
const inOrder = z.refine<{ from: string; to: string }>(
  ({ from, to }) => from <= to && dayNumber(to) - dayNumber(from) < CLOSE_DAYS_MAX,
  { path: ['to'], message: 'before the first day, or too far behind it' },
);

export const closeRequestSchema = z
  .object({
    village: code,
    ...days,
    /** One counter or tablet only. */
    device: z.nullable(z.string().check(z.regex(/^[0-9A-HJKMNP-TV-Z]{4,6}$/))),
    /** Of the sheet's words. */
    language: z.enum(['zh', 'en']),
  })
  .check(inOrder);
export type CloseRequest = z.infer<typeof closeRequestSchema>;

const sum = z.object({ count, pieces: count, points: count });

export const closeResponseSchema = z.object({
  /** The server's clock when it was asked, ms. */
  now: z.int(),
  close: z.object({
    out: sum,
    back: sum,
    points,
    shortfall: points,
    cost: z.int(),
    goods: z.array(z.object({ sku: z.string(), out: count, back: count, points, cost: z.nullable(z.int()) })),
    households: z.array(z.object({ household: z.string(), receipts: z.int(), points })),
    people: z.array(z.object({ by: z.string(), receipts: count, points: count, voids: count, voidedPoints: count })),
    acts: z.array(
      z.object({
        kind: z.enum(['out', 'back']),
        ref: z.string(),
        at: z.int(),
        by: z.string(),
        household: z.string(),
        points: count,
        receipt: z.exactOptional(z.string()),
        reason: z.exactOptional(z.string()),
      }),
    ),
  }),
  /** What else moved in the store in these days, pieces by goods: only goods of which any did. */
  stock: z.array(
    z.object({
      sku: z.string(),
      received: count,
      writtenOff: count,
      /** What counts found more (or fewer) than was booked. */
      difference: z.int(),
      counts: count,
    }),
  ),
  names: z.object({
    goods: z.record(z.string(), z.string()),
    households: z.record(z.string(), z.string()),
    people: z.record(z.string(), z.string()),
  }),
  /** Devices that redeem in this village, to choose from. */
  devices: z.array(z.object({ id: z.string(), name: z.string(), kind: z.string() })),
});
export type CloseResponse = z.infer<typeof closeResponseSchema>;

export const storesRequestSchema = z.object({ village: z.nullable(code), ...days }).check(inOrder);
export type StoresRequest = z.infer<typeof storesRequestSchema>;

const storeSchema = z.object({
  village: z.string(),
  name: z.string(),
  /** Of all time, as the overview has them. */
  earned: points,
  redeemed: points,
  /** Of the days asked for. */
  pieces: z.int(),
  spent: points,
  receipts: count,
  /** Stock at unit cost, fen, and the goods on stock whose cost nobody has entered. */
  stockCost: z.int(),
  uncosted: count,
  writtenOff: z.object({ pieces: count, cost: z.int() }),
  goods: z.array(
    z.object({
      sku: z.string(),
      name: z.string(),
      /** Pieces that stayed out in the days. */
      pieces: z.int(),
      points,
      /** On the shelf and in hands; null while nobody has booked any. */
      stock: z.nullable(z.int()),
      low: z.boolean(),
      active: z.boolean(),
    }),
  ),
});
export type OfficeStore = z.infer<typeof storeSchema>;

export const storesResponseSchema = z.object({ now: z.int(), stores: z.array(storeSchema) });
export type StoresResponse = z.infer<typeof storesResponseSchema>;

/** Goods as the office edits them: at the price in force, with what is published to come (CF-14). */
const officeGoodsSchema = z.object({
  sku: z.string(),
  barcode: z.string(),
  name: z.string(),
  spec: z.string(),
  category: z.string(),
  price: count,
  active: z.boolean(),
  unitCost: z.exactOptional(count),
  lowStock: z.exactOptional(count),
  limit: z.exactOptional(z.object({ quantity: count, period: z.enum(['month', 'quarter', 'year']) })),
  photo: z.exactOptional(z.string()),
  coming: z.exactOptional(z.array(z.object({ price: count, from: z.int() }))),
});
export type OfficeGoods = z.infer<typeof officeGoodsSchema>;

export const goodsResponseSchema = z.object({ now: z.int(), goods: z.array(officeGoodsSchema) });
export type GoodsResponse = z.infer<typeof goodsResponseSchema>;

const windowSchema = z.object({ from: z.string(), to: z.string() });

/** When goods may be redeemed (CF-25), and how long reserved ones are kept (AL-8). */
const openingSchema = z.object({
  /** Empty for the whole town, as it holds where a village has nothing of its own. */
  village: z.string(),
  name: z.string(),
  /** The village has days of its own. */
  own: z.boolean(),
  windows: z.union([z.literal('always'), z.array(windowSchema)]),
  reservationDays: count,
});
export type StoreOpening = z.infer<typeof openingSchema>;

/** The town first, then the villages in the session's scope by code. */
export const openingsResponseSchema = z.object({ now: z.int(), openings: z.array(openingSchema) });
export type OpeningsResponse = z.infer<typeof openingsResponseSchema>;
