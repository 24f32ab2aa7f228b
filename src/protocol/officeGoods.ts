/** A table of goods: what the office uploads, what it would change, what is wrong in which row and column. */
import * as z from 'zod/mini';
import type { Goods } from '../domain/op.ts';
import { goodsSchema } from './opBodies/stock.ts';

export const GOODS_TABLE_BYTES_MAX = 5_000_000;
/** Goods of one table: as many as one op publishes. */
export const GOODS_TABLE_ROWS_MAX = 2_000;

const FIELDS = [
  ...(['sku', 'barcode', 'name', 'spec', 'category', 'price', 'stock'] as const),
  ...(['unitCost', 'lowStock', 'limit', 'period', 'active'] as const),
] as const;
export type GoodsTableField = (typeof FIELDS)[number];

/** Why a cell is not taken; of a row with one nothing is. */
const PROBLEMS = [
  ...(['needed', 'long', 'whole', 'yuan', 'barcode_digits', 'barcode_length', 'barcode_check'] as const),
  ...(['barcode_taken', 'twice', 'word', 'no_limit'] as const),
] as const;

const text = z.string();
const goodsTableSchema = z.object({
  /** Rows of goods that were read. */
  rows: z.int(),
  /** Goods as they would be: those that are new or differ. */
  goods: z.array(goodsSchema as z.ZodMiniType<Goods>),
  changes: z.array(
    z.object({
      sku: text,
      name: text,
      row: z.int(),
      /** Empty for new goods. */
      fields: z.array(z.object({ field: z.enum(FIELDS), was: text, now: text })),
      isNew: z.boolean(),
    }),
  ),
  unchanged: z.int(),
  /** Goods of the catalogue that the table does not have: they stay as they are. */
  absent: z.int(),
  problems: z.array(
    z.object({
      /** As the spreadsheet counts rows, from 1. */
      row: z.int(),
      /** The letter of the column, and its header; empty for a column that is not there. */
      letter: text,
      header: text,
      field: z.enum(FIELDS),
      value: text,
      code: z.enum(PROBLEMS),
    }),
  ),
  /** Headers of columns that were not read. */
  unread: z.array(text),
  /** There is a column of stock: what lies in a store is received and counted there. */
  stock: z.boolean(),
});
export type GoodsTable = z.infer<typeof goodsTableSchema>;
/** Why a file cannot be read as a table of goods at all. */
export const GOODS_UNREADABLE = ['empty', 'too_large', 'password', 'not_a_table', 'no_columns'] as const;
export type GoodsUnreadable = (typeof GOODS_UNREADABLE)[number];

export const goodsTableAnswerSchema = z.union([z.object({ unreadable: z.enum(GOODS_UNREADABLE) }), goodsTableSchema]);
export type GoodsTableAnswer = z.infer<typeof goodsTableAnswerSchema>;

export type GoodsTableProblem = GoodsTable['problems'][number];

export const goodsSheetRequestSchema = z.object({ language: z.enum(['zh', 'en']) });
