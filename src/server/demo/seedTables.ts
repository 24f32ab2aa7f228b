import { readFile } from 'node:fs/promises';
import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import type { RuleRow } from '../../domain/ruleText.ts';

const SEED = new URL('../../../seed/', import.meta.url);

const count = z.coerce.number().int();
/** Lists inside a field are divided by `;`. */
const list = z.string().transform((text) => (text === '' ? [] : text.split(';')));

const goodsRow = z.object({
  sku: z.string(),
  barcode: z.string(),
  name: z.string(),
  spec: z.string(),
  category: z.string(),
  points_price: count,
  stock: count,
});
const householdRow = z.object({
  code: z.string(),
  village: z.string(),
  natural_village: z.string(),
  grid: z.string(),
  head: z.string(),
  phone: z.string(),
  door_plate: z.string(),
  status: z.enum(['active', 'away']),
  tags: list,
});
const memberRow = z.object({
  household: z.string(),
  name: z.string(),
  relation: z.string(),
  birth_year: z.string(),
  gender: z.enum(['男', '女', '']),
  tags: list,
});
const staffRow = z.object({
  id: z.string(),
  name: z.string(),
  role: z.enum(['网格员', '积分超市店员']),
  village: z.string(),
  grid: z.string(),
});
const historyRow = z.object({
  id: z.string(),
  kind: z.enum(['entry', 'redemption']),
  household: z.string(),
  member: z.string(),
  date: z.string(),
  rule_code: z.string(),
  sku: z.string(),
  quantity: count,
  level: z.string(),
  points: count,
  status: z.enum(['approved', 'pending', 'rejected', 'done']),
  recorded_by: z.string(),
  note: z.string(),
});

export type SeedHousehold = z.infer<typeof householdRow>;
export type SeedMember = z.infer<typeof memberRow>;
export type SeedStaff = z.infer<typeof staffRow>;
export type SeedHistory = z.infer<typeof historyRow>;

/** The tables of `seed/`; its README says what each column means. */
export interface SeedTables {
  /** The town's framework, and the overlays by the village's code. */
  readonly rules: readonly RuleRow[];
  readonly overlays: Readonly<Record<string, readonly RuleRow[]>>;
  readonly goods: readonly z.infer<typeof goodsRow>[];
  readonly households: readonly SeedHousehold[];
  readonly members: readonly SeedMember[];
  readonly history: readonly SeedHistory[];
  readonly announcements: readonly z.infer<typeof announcementRow>[];
}

const announcementRow = z.object({
  type: z.enum(['党建宣传', '村镇资讯', '村务公告']),
  title: z.string(),
  body: z.string(),
  published_at: z.string(),
});

const ruleRow = z.record(z.string(), z.string());

/** The framework rules as rows, for a town of one's own to start from. */
export function readFrameworkRules(): Promise<readonly RuleRow[]> {
  return readSeed('rules.csv', ruleRow);
}

/** Reads the tables. Throws when the files in `seed/` were damaged. */
export async function readSeedTables(): Promise<SeedTables> {
  return {
    rules: await readFrameworkRules(),
    overlays: { XW: await readSeed('rules-xiawan.csv', ruleRow), DL: await readSeed('rules-daluo.csv', ruleRow) },
    goods: await readSeed('goods.csv', goodsRow),
    households: await readSeed('households.csv', householdRow),
    members: await readSeed('members.csv', memberRow),
    history: await readSeed('history.csv', historyRow),
    announcements: await readSeed('announcements.csv', announcementRow),
  };
}

/** The grid workers and store clerks. */
export function readSeedStaff(): Promise<readonly SeedStaff[]> {
  return readSeed('staff.csv', staffRow);
}

async function readSeed<T>(file: string, row: z.ZodType<T>): Promise<readonly T[]> {
  const cells: unknown = parse(await readFile(new URL(file, SEED)), { columns: true });
  return z.array(row).parse(cells);
}
