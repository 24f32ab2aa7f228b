/** Which facts a batch needs before it can be judged: computed from its ops, so that loading stays flat as history grows. */
import { dayNumber, mondayOf, type PeriodKind } from '../../domain/calendar.ts';
import type { Limits } from '../../domain/limit.ts';
import type { Op } from '../../domain/op.ts';
import { type RuleVersion, rulesOn } from '../../domain/ruleSet.ts';

export interface Needs {
  readonly households: Set<string>;
  /** Entries of a rule from a day on, for caps: key `household rule`. */
  readonly caps: Map<string, { household: string; rule: string; from: string }>;
  /** Entries and redemptions by id, with what reverses the entries, what they reverse and what else reverses that: key `household id`. */
  readonly facts: Map<string, { household: string; id: string }>;
  /** Households of which every redemption and reservation matters: for limits of goods (CF-26), to know what was handed over (AL-8) and kept (CF-27). */
  readonly fetched: Set<string>;
  readonly cases: Set<string>;
  /** Entries of which all others of their rule and household matter, for caps: a review that changes points; key `household id`. */
  readonly besides: Map<string, { household: string; id: string }>;
  /** Sessions of the committee. */
  readonly sessions: Set<string>;
  /** Devices whose rights may be written off, with all the households they hold some for. */
  readonly holders: Set<string>;
  /** Devices in whose hands goods are. */
  readonly carriers: Set<string>;
  readonly notices: Set<string>;
}

/** First day of a cap's period, or the first of all days for `once`. */
export function periodStart(period: PeriodKind, day: string): string {
  switch (period) {
    case 'week':
      return mondayOf(day);
    case 'month':
      return `${day.slice(0, 7)}-01`;
    case 'quarter':
      return `${day.slice(0, 4)}-${String(Math.floor((Number(day.slice(5, 7)) - 1) / 3) * 3 + 1).padStart(2, '0')}-01`;
    case 'year':
      return `${day.slice(0, 4)}-01-01`;
    default:
      return '0000-01-01';
  }
}

/** What of the town's setting says which facts matter. */
export interface NeedsSetting {
  readonly ruleVersions: readonly RuleVersion[];
  readonly limits: Limits;
}

/** Needs of nothing. */
export function noNeeds(): Needs {
  return {
    households: new Set(),
    caps: new Map(),
    facts: new Map(),
    fetched: new Set(),
    cases: new Set(),
    besides: new Map(),
    sessions: new Set(),
    holders: new Set(),
    carriers: new Set(),
    notices: new Set(),
  };
}

/**
 * Adds what judging an op takes. `villagesOf` gives the villages of a household that is loaded; entries that compete for a cap
 * are only added for those, because the rules are the village's. So it is called before and after households are loaded.
 */
export function addNeeds(
  needs: Needs,
  op: Op,
  { ruleVersions, limits }: NeedsSetting,
  villagesOf: (household: string) => readonly string[],
): void {
  const fact = (household: string, id: string) => needs.facts.set(`${household} ${id}`, { household, id });
  if ('household' in op.body) needs.households.add(op.body.household);
  switch (op.kind) {
    case 'entry.record': {
      const { household, rule, date } = op.body;
      for (const village of villagesOf(household)) {
        const found = rulesOn(ruleVersions, village, date).get(rule);
        if (!found?.cap || Number.isNaN(dayNumber(date))) continue;
        const key = `${household} ${rule}`;
        const from = periodStart(found.cap.period, date);
        const known = needs.caps.get(key);
        if (!known || from < known.from) needs.caps.set(key, { household, rule, from });
      }
      return;
    }
    case 'entry.review': {
      const { household, entry: id, points, session } = op.body;
      fact(household, id);
      if (points !== undefined) needs.besides.set(`${household} ${id}`, { household, id });
      if (session !== undefined) needs.sessions.add(session);
      return;
    }
    case 'committee.close':
      needs.sessions.add(op.body.session);
      return;
    case 'entry.reverse':
      fact(op.body.household, op.body.entry);
      needs.cases.add(op.body.entry);
      return;
    case 'redemption.record':
      if (op.body.instead !== undefined) needs.cases.add(op.body.instead);
      if (
        op.body.instead !== undefined ||
        op.body.reservation !== undefined ||
        op.body.lines.some((line) => limits.has(line.sku))
      )
        needs.fetched.add(op.body.household);
      return;
    case 'reservation.record':
    case 'reservation.cancel':
      needs.fetched.add(op.body.household);
      return;
    case 'redemption.void':
      fact(op.body.household, op.body.redemption);
      needs.fetched.add(op.body.household);
      needs.cases.add(op.body.redemption);
      return;
    case 'household.merge':
      needs.households.add(op.body.into);
      return;
    case 'household.split':
      needs.households.add(op.body.to);
      return;
    case 'allowance.return':
      for (const [household] of op.body.lines) needs.households.add(household);
      return;
    case 'quarter.settle':
      for (const [household] of op.body.lines) needs.households.add(household);
      return;
    case 'allowance.writeoff':
      needs.holders.add(op.body.device);
      return;
    case 'notice.publish':
    case 'notice.withdraw':
      if (op.body.notice !== undefined) needs.notices.add(op.body.notice);
      return;
    case 'stock.move':
    case 'stock.count':
      if (op.body.with !== undefined) needs.carriers.add(op.body.with);
      return;
    case 'case.decide':
      needs.cases.add(op.body.case);
      if (op.body.choice !== undefined) needs.households.add(op.body.choice);
      return;
    default:
      return;
  }
}
