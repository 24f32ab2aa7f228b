import { type Kysely, type RawBuilder, sql } from 'kysely';
import { QUARTER_PAGE_ROWS, type QuarterPage, type QuarterSearch } from '../../../protocol/officeQuarter.ts';
import type { Database } from '../../db/schema.ts';
import { loadMerged } from './families.ts';
import { quarterHouseholds } from './quarter.ts';
import { redeemedIn } from './quarterFigures.ts';

/** One page of households in the order of their codes, behind `cursor`. `asked.village` is within the person's scope. */
export async function searchQuarter(db: Kysely<Database>, town: string, asked: QuarterSearch): Promise<QuarterPage> {
  const [families, sums] = await Promise.all([loadMerged(db, town), redeemedIn(db, town, asked.quarter, null)]);
  const points = new Map<string, number>();
  for (const one of sums) {
    const family = families.familyOf(one.household);
    points.set(family, (points.get(family) ?? 0) + one.points);
  }
  const redeemed = [...points].flatMap(([code, sum]) => (sum > 0 ? [code] : []));
  const fits = sql`town = ${town} ${restricted(asked, redeemed, [...points.keys()], families.withPoints)}`;
  const [page, total] = await Promise.all([
    sql<{ code: string }>`select code from households where ${fits}
      ${asked.cursor === null ? sql`` : sql`and code > ${asked.cursor}`}
      order by code limit ${QUARTER_PAGE_ROWS + 1}`.execute(db),
    asked.cursor === null
      ? sql<{ n: number }>`select count(*)::int as n from households where ${fits}`.execute(db)
      : undefined,
  ]);
  const codes = page.rows.slice(0, QUARTER_PAGE_ROWS).map(({ code }) => code);
  const { village, quarter } = asked;
  return {
    rows: await quarterHouseholds(db, town, { village, quarter, codes }, families),
    cursor: page.rows.length > QUARTER_PAGE_ROWS ? (codes.at(-1) ?? null) : null,
    total: total?.rows[0]?.n ?? null,
  };
}

/** The conditions of a search over `households`; the same households are counted in the village's sums. */
function restricted(
  { village, q, show }: QuarterSearch,
  redeemed: readonly string[],
  moved: readonly string[],
  withPoints: readonly string[],
): RawBuilder<unknown> {
  const some = (codes: readonly string[]) => sql`code = any(${[...codes]}::text[])`;
  const parts = [sql`and (ended is null or ended = 'closed' and (final > redeemed or ${some(moved)}))`];
  if (village !== null) parts.push(sql`and village = ${village}`);
  if (show === 'redeemed') parts.push(sql`and ${some(redeemed)}`);
  if (show === 'idle') parts.push(sql`and (final > redeemed or ${some(withPoints)}) and not ${some(redeemed)}`);
  const text = q.trim();
  if (text !== '') {
    const part = `%${text.replace(/[\\%_]/g, '\\$&')}%`;
    parts.push(sql`and (head ilike ${part} or code ilike ${part} or base->>'doorPlate' ilike ${part})`);
  }
  return sql.join(parts, sql` `);
}
