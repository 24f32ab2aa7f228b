/** The clean roll of a village as its office keeps it: one row per person, written from the tables in `seed/`. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';

const SEED = join(import.meta.dirname, '../../../seed');
const HEADER = '户编号,自然村,网格,门牌,户主,联系电话,成员姓名,与户主关系,性别,出生年份';

export type Row = Readonly<Record<string, string>>;

export async function seedRows(table: string): Promise<readonly Row[]> {
  return parse(await readFile(join(SEED, table), 'utf8'), { columns: true }) as Row[];
}

/** Writes the roll, and says how many households and people stand in it. */
export async function writeCleanRoll(
  village: string,
  file: string,
): Promise<{ readonly households: number; readonly people: number }> {
  const households = (await seedRows('households.csv')).filter((row) => row.village === village);
  const members = await seedRows('members.csv');
  const lines = households.flatMap((home) =>
    members
      .filter(({ household }) => household === home.code)
      .map((one) =>
        [
          ...[home.code, home.natural_village, `第${'一二三'[Number(home.grid?.slice(-1)) - 1]}网格`, home.door_plate],
          ...[home.head, home.phone, one.name, one.relation, one.gender, one.birth_year],
        ].join(','),
      ),
  );
  await writeFile(file, [HEADER, ...lines].join('\n'));
  return { households: households.length, people: lines.length };
}
