/** Household files: what the ledger's events make of them against every table that holds a part of them. */
import type { Kysely } from 'kysely';
import { apply, applyAllowance, newFile } from '../../domain/apply.ts';
import { type DomainEvent, isFileEvent } from '../../domain/event.ts';
import type { HouseholdFile } from '../../domain/household.ts';
import { pointsOf, spentBy } from '../../domain/points.ts';
import { profileOf } from '../../domain/profile.ts';
import { reservationState } from '../../domain/reservation.ts';
import { canonicalJson } from '../../protocol/canonical.ts';
import type { Database } from '../db/schema.ts';
import { readFiles } from '../feed/snapshot.ts';
import type { Difference, Verified } from './verifyTown.ts';

/** Files compared at once. */
const FILES_AT_ONCE = 500;

/** The files that the ledger alone gives, or the event that none of them can take. */
function replay(events: readonly DomainEvent[]): ReadonlyMap<string, HouseholdFile> | Difference {
  const files = new Map<string, HouseholdFile>();
  for (const [i, event] of events.entries()) {
    if (event.type === 'household.registered') files.set(event.household, newFile(event));
    else if (event.type === 'allowance.set') {
      for (const line of event.lines) {
        const file = files.get(line[0]);
        if (!file) return withoutFile(i + 1, line[0]);
        files.set(file.code, applyAllowance(file, { ...event, lines: [line] }));
      }
    } else if (isFileEvent(event)) {
      const file = files.get(event.household);
      if (!file) return withoutFile(i + 1, event.household);
      files.set(event.household, apply(file, event));
    }
  }
  return files;
}

function withoutFile(seq: number, household: string): Difference {
  return {
    place: `ledger ${seq}`,
    zh: `流水第 ${seq} 条说的 ${household} 这一户，前面没有登记过。`,
    en: `Ledger row ${seq} speaks of household ${household}, which no row before it registered.`,
  };
}

/** The first household whose tables are not what the ledger says. */
export async function differenceInHouseholds(
  trx: Kysely<Database>,
  town: string,
  checked: Verified['checked'],
  events: readonly DomainEvent[],
): Promise<Difference | undefined> {
  const files = replay(events);
  if ('place' in files) return files;
  const stored = await trx.selectFrom('households').select('code').where('town', '=', town).orderBy('code').execute();
  const here = new Set(stored.map(({ code }) => code));
  for (const code of files.keys()) if (!here.has(code)) return differs('households', code, '整户', 'the household');
  const codes = stored.map(({ code }) => code);
  for (let from = 0; from < codes.length; from += FILES_AT_ONCE) {
    const some = codes.slice(from, from + FILES_AT_ONCE);
    const found = await differenceIn(trx, town, checked, files, some);
    if (found) return found;
  }
  return undefined;
}

async function differenceIn(
  trx: Kysely<Database>,
  town: string,
  checked: Verified['checked'],
  files: ReadonlyMap<string, HouseholdFile>,
  codes: readonly string[],
): Promise<Difference | undefined> {
  const [stored, rows, accounts, open] = await Promise.all([
    readFiles(trx, town, codes),
    trx
      .selectFrom('households')
      .selectAll()
      .where('town', '=', town)
      .where('code', 'in', [...codes])
      .execute(),
    trx
      .selectFrom('allowances')
      .selectAll()
      .where('town', '=', town)
      .where('household', 'in', [...codes])
      .execute(),
    trx
      .selectFrom('reservations')
      .select(['household', 'id'])
      .where('town', '=', town)
      .where('household', 'in', [...codes])
      .where('open', '=', true)
      .execute(),
  ]);
  const standing = new Set(open.map(({ household, id }) => `${household} ${id}`));
  const rowOf = new Map(rows.map((row) => [row.code, row]));
  for (const is of stored) {
    const should = files.get(is.code);
    const row = rowOf.get(is.code);
    if (!should || !row) return differs('households', is.code, '整户', 'the household');
    const part = differentPart(should, is);
    if (part) return part;
    // Names are not printed: what a terminal says may be sent to whoever helps.
    if (row.head !== profileOf(should).head) return differs('households', is.code, '户主', 'the head');
    const counters = pointsOf(should);
    for (const [name, value] of Object.entries(counters)) {
      const shown = row[name as keyof typeof counters];
      if (shown !== value) return counted(is.code, name, shown, value);
    }
    if (row.redeemed + row.allotted > row.final + row.debt || row.debt < 0) {
      return counted(is.code, 'debt', row.debt, row.redeemed + row.allotted - row.final);
    }
    for (const account of accounts.filter((a) => a.household === is.code)) {
      const spent = spentBy(should.redemptions, account.device);
      if (account.spent !== spent) return counted(is.code, `allowances.spent ${account.device}`, account.spent, spent);
    }
    for (const r of should.reservations ?? []) {
      if (standing.has(`${is.code} ${r.id}`) !== (reservationState(should, r) === 'open'))
        return differs('reservations', `${is.code} ${r.id}`, '预留', 'the reservation');
    }
    checked.households++;
  }
  return undefined;
}

/** Which list of facts, and which fact in it, is not what the ledger says. */
function differentPart(should: HouseholdFile, is: HouseholdFile): Difference | undefined {
  for (const [table, words] of [
    ['entries', '记分'],
    ['redemptions', '兑换'],
    ['edits', '修改'],
  ] as const) {
    const idOf = (fact: { readonly id?: string; readonly ref?: string; readonly field?: string }) =>
      fact.id ?? `${fact.ref} ${fact.field}`;
    const texts = new Map(should[table].map((fact) => [idOf(fact), canonicalJson(fact)]));
    for (const fact of is[table]) {
      if (texts.get(idOf(fact)) !== canonicalJson(fact))
        return differs(table, `${is.code} ${idOf(fact)}`, words, table);
      texts.delete(idOf(fact));
    }
    for (const id of texts.keys()) return differs(table, `${is.code} ${id}`, words, table);
  }
  for (const device of new Set([...Object.keys(should.allowances), ...Object.keys(is.allowances)])) {
    const [a, b] = [should.allowances[device], is.allowances[device]];
    if (canonicalJson(a ?? null) !== canonicalJson(b ?? null))
      return differs('allowances', `${is.code} ${device}`, '离线额度', 'the allowance');
  }
  return canonicalJson(should) === canonicalJson(is)
    ? undefined
    : differs('households', is.code, '户的资料', 'the file');
}

function differs(table: string, key: string, zh: string, en: string): Difference {
  return {
    place: `${table} ${key}`,
    zh: `${key}：${zh}和流水算出来的不一样。`,
    en: `${key}: ${en} is not what the ledger says.`,
  };
}

function counted(household: string, name: string, is: number, should: number): Difference {
  return {
    place: `households ${household} ${name}`,
    zh: `${household} 的 ${name} 记着 ${is}，流水算出来是 ${should}。`,
    en: `${name} of ${household} is ${is}; the ledger gives ${should}.`,
  };
}
