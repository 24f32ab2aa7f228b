/** What the deeds of every month came to, kept from one question to the next. */
import { type Kysely, sql } from 'kysely';
import { monthNumber, monthsBetween } from '../../../domain/statistics/months.ts';
import type { Database } from '../../db/schema.ts';
import { activeMonths, type RuleSum, ruleSums } from './deedSums.ts';

/** Behind so many facts it is quicker to sum up anew than to see what they changed. */
const FACTS_MAX = 20_000;
/** Months are summed up so many at a time: as many as one number of the database has bits for. */
const MONTHS_AT_ONCE = 60;

export interface Deeds {
  /** Approved points and deeds by month, rule and village. */
  readonly sums: readonly RuleSum[];
  /** Households with an approved deed: bit `n` stands for the month `n` after `activeFrom`. */
  readonly active: ReadonlyMap<string, bigint>;
}

interface Kept {
  readonly epoch: string;
  /** Place in the ledger up to which this is what the ledger says, or newer. */
  seq: number;
  readonly sums: Map<string, readonly RuleSum[]>;
  /** By household; bit `n` stands for the month with the number `n`. */
  readonly active: Map<string, bigint>;
}

/**
 * Sums of deeds by month. Half a million deeds are walked once; from then on a month is summed up again only when the ledger tells of a
 * deed of it that was recorded, reviewed or taken back, and all of them when a household moved. A restored ledger (SY-14) is another one.
 */
export class DeedBook {
  private readonly kept = new Map<string, Kept>();
  /** One question after the other: who asks for the same months meanwhile finds them. */
  private turn: Promise<unknown> = Promise.resolve();

  constructor(private readonly db: Kysely<Database>) {}

  /** Deeds of the months from `first` to `last`, `YYYY-MM`, both included; who was active from `activeFrom` on, one of them. */
  of(town: string, first: string, activeFrom: string, last: string): Promise<Deeds> {
    const asked = this.turn.then(() => this.look(town, first, activeFrom, last));
    this.turn = asked.catch(() => undefined);
    return asked;
  }

  private async look(town: string, first: string, activeFrom: string, last: string): Promise<Deeds> {
    const kept = await this.upToDate(town);
    const months = monthsBetween(first, last);
    const missing = months.filter((month) => !kept.sums.has(month));
    for (let i = 0; i < missing.length; i += MONTHS_AT_ONCE)
      await this.add(town, kept, missing.slice(i, i + MONTHS_AT_ONCE));
    const base = BigInt(monthNumber(activeFrom));
    const asked = (1n << BigInt(monthsBetween(activeFrom, last).length)) - 1n;
    const active = new Map<string, bigint>();
    for (const [household, bits] of kept.active) {
      const mine = (bits >> base) & asked;
      if (mine !== 0n) active.set(household, mine);
    }
    return { sums: months.flatMap((month) => kept.sums.get(month) ?? []), active };
  }

  /** What is kept, without the months of which the ledger tells something new. */
  private async upToDate(town: string): Promise<Kept> {
    const { epoch, feed_seq: seq } = await this.db
      .selectFrom('towns')
      .select(['epoch', 'feed_seq'])
      .where('town', '=', town)
      .executeTakeFirstOrThrow();
    const kept = this.kept.get(town);
    if (kept?.epoch === epoch && kept.seq <= seq && seq - kept.seq <= FACTS_MAX) {
      const touched = kept.seq === seq ? [] : await this.touched(town, kept.seq, seq);
      if (touched !== 'all') {
        for (const month of touched) forget(kept, month);
        // What is summed up from now on has seen at least this much of the ledger.
        kept.seq = seq;
        return kept;
      }
    }
    const anew: Kept = { epoch, seq, sums: new Map(), active: new Map() };
    this.kept.set(town, anew);
    return anew;
  }

  /** Months of the deeds that something became of behind one place of the ledger and up to another. */
  private async touched(town: string, after: number, upTo: number): Promise<readonly string[] | 'all'> {
    const between = sql`l.town = ${town} and l.seq > ${after} and l.seq <= ${upTo}`;
    const { rows } = await sql<{ month: string | null }>`
      with touched as (
        select l.household, case l.type when 'entry.recorded' then l.body->'entry'->>'id' else l.body->>'entry' end as entry
        from ledger l where ${between} and l.type in ('entry.recorded', 'entry.reviewed')
      )
      select distinct left(deed.date, 7) as month from touched
        join entries e on e.town = ${town} and e.household = touched.household and e.id = touched.entry
        join entries deed on deed.town = e.town and deed.household = e.household and deed.id in (e.id, e.reverses)
      union all
      select null from ledger l where ${between} and l.type = 'household.moved'`.execute(this.db);
    const months = rows.map(({ month }) => month);
    return months.includes(null) ? 'all' : months.filter((month) => month !== null);
  }

  private async add(town: string, kept: Kept, months: readonly string[]): Promise<void> {
    const first = months[0];
    if (first === undefined) return;
    const [sums, active] = await Promise.all([
      ruleSums(this.db, town, months),
      activeMonths(this.db, town, first, months),
    ]);
    for (const month of months)
      kept.sums.set(
        month,
        sums.filter((sum) => sum.month === month),
      );
    const base = BigInt(monthNumber(first));
    for (const [household, bits] of active)
      kept.active.set(household, (kept.active.get(household) ?? 0n) | (bits << base));
  }
}

function forget(kept: Kept, month: string): void {
  if (!kept.sums.delete(month)) return;
  const bit = 1n << BigInt(monthNumber(month));
  for (const [household, bits] of kept.active) if (bits & bit) kept.active.set(household, bits ^ bit);
}
