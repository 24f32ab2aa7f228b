import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { RollContext } from '../../../src/server/rolls/context.ts';

const data = new URL('../../data/', import.meta.url);

export function dataFile(name: string): Uint8Array {
  return readFileSync(new URL(name, data));
}

const place = { sheet: z.string(), row: z.number() };

const schema = z.object({
  conventions: z.object({
    natural_villages: z.array(z.string()),
    grid_of_natural_village: z.record(z.string(), z.string()),
  }),
  dropped_columns: z.array(
    z.object({ sheet: z.string(), column: z.string(), letter: z.string(), must_not_appear: z.string() }),
  ),
  counts: z.object({
    sheets: z.number(),
    household_blocks: z.number(),
    household_blocks_by_sheet: z.record(z.string(), z.number()),
    member_rows: z.number(),
    member_rows_by_sheet: z.record(z.string(), z.number()),
    data_rows_by_sheet: z.record(z.string(), z.number()),
    duplicate_groups: z.number(),
    blocks_in_duplicate_groups: z.number(),
    households_after_recommended: z.number(),
    members_after_recommended: z.number(),
    problems: z.number(),
    rows_with_problems: z.number(),
    problems_by_code: z.record(z.string(), z.number()),
    problems_by_severity: z.record(z.string(), z.number()),
    normalised: z.number(),
    ignored_rows: z.record(z.string(), z.number()),
  }),
  duplicates_to_confirm: z.array(
    z.object({
      reason: z.string(),
      recommended: z.string(),
      blocks: z.array(z.object({ ...place, code: z.string(), head: z.string() })),
    }),
  ),
  namesakes: z.array(z.object({ head: z.string(), rows: z.array(z.number()) })),
  problems: z.array(z.object({ ...place, field: z.string(), code: z.string(), severity: z.string(), raw: z.string() })),
  ignored_rows: z.record(z.string(), z.array(z.object({ row: z.number(), reason: z.string() }))),
  households: z.array(
    z.object({
      ...place,
      last_row: z.number(),
      code: z.string(),
      head: z.string(),
      phone: z.string(),
      natural_village: z.string(),
      grid: z.string(),
      door_plate: z.string(),
      status: z.string(),
      declared_members: z.number(),
      members: z.array(
        z.object({
          row: z.number(),
          name: z.string(),
          relation: z.string(),
          gender: z.string(),
          birth_year: z.union([z.number(), z.literal('')]),
        }),
      ),
    }),
  ),
  normalised: z.array(
    z.object({ ...place, field: z.string(), raw: z.string(), value: z.union([z.string(), z.number()]) }),
  ),
});

/** What an importer must report for the messy roll of 下湾村. */
export const expected = schema.parse(JSON.parse(new TextDecoder().decode(dataFile('roll-xiawan-messy.expected.json'))));

const gridOf = expected.conventions.grid_of_natural_village;

export const xiawan: RollContext = {
  village: { code: 'XW', name: '下湾村' },
  naturalVillages: expected.conventions.natural_villages.map((name) => ({ name, grid: gridOf[name] ?? '' })),
  grids: [
    { code: 'XW-G1', name: '第一网格' },
    { code: 'XW-G2', name: '第二网格' },
    { code: 'XW-G3', name: '第三网格' },
  ],
  birthYearMax: 2022,
};

/** The 268 households of the village as the demo town has them. */
export function cleanXiawan(): readonly { code: string; naturalVillage: string; head: string; doorPlate: string }[] {
  const lines = readFileSync(new URL('../../../seed/households.csv', import.meta.url), 'utf8')
    .trim()
    .split('\n')
    .slice(1);
  return lines
    .map((line) => line.split(','))
    .filter(([, village]) => village === '下湾村')
    .map(([code = '', , naturalVillage = '', , head = '', , doorPlate = '']) => ({
      code,
      naturalVillage,
      head,
      doorPlate,
    }));
}
