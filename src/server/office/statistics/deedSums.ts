/** The walks over a period's deeds: what they were worth by rule, and in which months each household had any. */
import { type Kysely, type RawBuilder, sql } from 'kysely';
import { must } from '../../../domain/must.ts';
import { monthNumber, monthsBetween } from '../../../domain/statistics/months.ts';
import type { Database } from '../../db/schema.ts';

/** Days of a span of months, both included; texts compare as days do. */
export interface Span {
  readonly from: string;
  readonly to: string;
}

/** Bits of one number of the database, of which every month has one. */
const BITS = 62;

/** For one question, in a transaction of its own if there is none: sums over a million deeds are made in memory, not on the disk. */
export async function summing<T>(db: Kysely<Database>, ask: RawBuilder<T>): Promise<readonly T[]> {
  const answer = async (trx: Kysely<Database>) => {
    await sql`set local work_mem = '64MB'`.execute(trx);
    return (await ask.execute(trx)).rows;
  };
  return db.isTransaction ? answer(db) : db.transaction().execute(answer);
}

/** Deeds that an approved reversal took back. Asked for once and kept: whatever the planner thinks of the rest, each deed is looked up in it. */
export function reversedDeeds(town: string): RawBuilder<unknown> {
  return sql`(select reverses from entries where town = ${town} and reverses is not null and status = 'approved')`;
}

/** An approved deed of the span that counts: no reversal, and not taken back by an approved one. Over `entries as e`. */
export function counting(town: string, { from, to }: Span): RawBuilder<boolean> {
  return sql`e.town = ${town} and e.date >= ${from} and e.date <= ${to} and e.status = 'approved' and e.reverses is null
    and e.id not in ${reversedDeeds(town)}`;
}

/** The same of some months, oldest first and at least one. */
function countingIn(town: string, months: readonly string[]): RawBuilder<boolean> {
  const [first, last] = [must(months[0], 'a first month'), must(months.at(-1), 'a last month')];
  const all = counting(town, { from: `${first}-01`, to: `${last}-31` });
  const whole = monthsBetween(first, last).length === months.length;
  return whole ? all : sql`${all} and left(e.date, 7) = any(${[...months]}::text[])`;
}

export interface RuleSum {
  readonly month: string;
  readonly village: string;
  readonly rule: string;
  readonly points: number;
  readonly entries: number;
}

/** Approved points, net, and deeds of some months (oldest first, at least one), by month, rule and the village in which the household lives. */
export function ruleSums(db: Kysely<Database>, town: string, months: readonly string[]): Promise<readonly RuleSum[]> {
  return summing(
    db,
    sql<RuleSum>`select left(e.date, 7) as month, h.village, e.rule, sum(e.points)::int as points, count(*)::int as entries
      from entries e join households h on h.town = e.town and h.code = e.household
      where ${countingIn(town, months)} group by 1, 2, 3`,
  );
}

/** Households with an approved deed in some months (oldest first, at least one): bit `n` stands for the month `n` after `first`. */
export async function activeMonths(
  db: Kysely<Database>,
  town: string,
  first: string,
  months: readonly string[],
): Promise<ReadonlyMap<string, bigint>> {
  const base = monthNumber(first);
  if (months.some((month) => monthNumber(month) - base >= BITS)) throw new RangeError(`more than ${BITS} months`);
  // By household: some thousand sums in place of a hundred thousand pairs of household and month.
  const rows = await summing(
    db,
    sql<{ household: string; months: string }>`select e.household,
        bit_or(1::bigint << (left(e.date, 4)::int * 12 + substr(e.date, 6, 2)::int - 1 - ${base}::int))::text as months
      from entries e where ${countingIn(town, months)} group by 1`,
  );
  return new Map(rows.map(({ household, months: bits }) => [household, BigInt(bits)]));
}

export interface Redeemed {
  readonly quarter: string;
  readonly village: string;
  readonly points: number;
  readonly households: number;
}

/** What was redeemed by quarter: voided redemptions count nothing, a shortfall is the write-off's (CF-13). */
export async function redeemedSums(db: Kysely<Database>, town: string, { from, to }: Span): Promise<Redeemed[]> {
  const { rows } = await sql<Redeemed>`
    select left(x.date, 4) || 'Q' || ((substr(x.date, 6, 2)::int + 2) / 3) as quarter, h.village,
      sum(x.points - coalesce(x.shortfall, 0))::int as points, count(distinct x.household)::int as households
    from redemptions x join households h on h.town = x.town and h.code = x.household
    where x.town = ${town} and x.date >= ${from} and x.date <= ${to} and x.voided_ref is null
    group by 1, 2`.execute(db);
  return rows;
}

/** The newest day with an approved deed; null without any. */
export async function newestDeed(db: Kysely<Database>, town: string): Promise<string | null> {
  const { rows } = await sql<{ date: string }>`select date from entries where town = ${town} and status = 'approved'
    order by date desc limit 1`.execute(db);
  return rows[0]?.date ?? null;
}
