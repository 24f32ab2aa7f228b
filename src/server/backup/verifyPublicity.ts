/** Published months: every frozen list against its hash, its event and the root it names; objections against what was told of them. */
import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { DomainEvent } from '../../domain/event.ts';
import type { MonthPublished } from '../../domain/events/office.ts';
import { sha256Hex } from '../../protocol/opHash.ts';
import type { Database } from '../db/schema.ts';
import type { Difference, Verified } from './verifyTown.ts';

/** The first list, or objection, that is not what the ledger says. */
export async function differenceInPublicity(
  trx: Kysely<Database>,
  town: string,
  checked: Verified['checked'],
  events: readonly DomainEvent[],
): Promise<Difference | undefined> {
  return (
    (await differenceInLists(trx, town, checked, events)) ??
    (await differenceInFinals(trx, town, events)) ??
    (await differenceInUnlisted(trx, town)) ??
    (await differenceInObjections(trx, town, events))
  );
}

async function differenceInLists(
  trx: Kysely<Database>,
  town: string,
  checked: Verified['checked'],
  events: readonly DomainEvent[],
): Promise<Difference | undefined> {
  const told = new Map<string, MonthPublished>();
  for (const event of events) if (event.type === 'month.published') told.set(`${event.village} ${event.month}`, event);
  const { rows } = await sql<{
    village: string;
    month: string;
    document: string;
    hash: string;
    root_seq: number;
    root_hash: string;
    at: string | null;
    listed: number;
  }>`select p.village, p.month, p.document, p.hash, p.root_seq, p.root_hash,
      case when p.root_seq = 0 then repeat('0', 64) else l.hash end as at,
      (select count(*)::int from published_entries e where e.town = p.town and e.village = p.village and e.month = p.month and e.row >= 0) as listed
    from publications p left join ledger l on l.town = p.town and l.seq = p.root_seq
    where p.town = ${town} order by p.village, p.month`.execute(trx);
  for (const row of rows) {
    const key = `${row.village} ${row.month}`;
    const event = told.get(key);
    told.delete(key);
    if (!event) return differs(key, '流水里没有公布过', 'was never published in the ledger');
    if (sha256Hex(row.document) !== row.hash || row.hash !== event.document)
      return differs(key, '名单被改过，和流水里的校验对不上', 'was changed: its hash is not the one in the ledger');
    if (row.root_seq !== event.seq || row.root_hash !== event.root || row.at !== event.root)
      return differs(key, '所指的流水位置对不上', 'names another place of the ledger');
    if (row.listed !== event.entries)
      return differs(key, '条数和流水不一样', 'has another number of entries than the ledger says');
    checked.publications++;
  }
  for (const key of told.keys())
    return differs(key, '流水里公布过，名单不见了', 'is in the ledger and its list is gone');
  return undefined;
}

/** AL-10: which lists are final, and what became redeemable by it. */
async function differenceInFinals(
  trx: Kysely<Database>,
  town: string,
  events: readonly DomainEvent[],
): Promise<Difference | undefined> {
  const told = new Map<string, string>();
  for (const event of events) {
    if (event.type !== 'month.final') continue;
    const { village, month, ref, households, entries, points } = event;
    told.set(`${village} ${month}`, [ref, households, entries, points].join());
  }
  const rows = await trx
    .selectFrom('publications')
    .select(['village', 'month', 'final_ref', 'final_households', 'final_entries', 'final_points'])
    .where('town', '=', town)
    .where('final_ref', 'is not', null)
    .execute();
  for (const row of rows) {
    const key = `${row.village} ${row.month}`;
    const is = [row.final_ref, row.final_households, row.final_entries, row.final_points].join();
    if (told.get(key) !== is)
      return differs(key, '期满的记录和流水不一样', 'became final otherwise than the ledger says');
    told.delete(key);
  }
  for (const key of told.keys())
    return differs(key, '流水里期满了，名单上没有', 'is final in the ledger and not in its table');
  return undefined;
}

/** Every entry has been in a list or waits for one. */
async function differenceInUnlisted(trx: Kysely<Database>, town: string): Promise<Difference | undefined> {
  const { rows } = await sql<{ key: string; waits: boolean }>`
    with waiting as (
      select e.household, e.id as entry from entries e where e.town = ${town} and not exists (
        select from published_entries p where p.town = e.town and p.file = e.household and p.entry = e.id)
    ), known as (select household, entry from unlisted_entries where town = ${town})
    select household || ' ' || entry as key, waits from (
      (select *, true as waits from (select * from waiting except select * from known) as lacking)
      union all (select *, false from (select * from known except select * from waiting) as extra)) as d
    order by key limit 1`.execute(trx);
  const [first] = rows;
  return (
    first && {
      place: `unlisted_entries ${first.key}`,
      zh: first.waits ? `${first.key} 没有公示过，下一期却会漏掉它。` : `${first.key} 公示过了，却还记着等公示。`,
      en: first.waits
        ? `${first.key} was in no list, and the next one would miss it.`
        : `${first.key} is noted as waiting for a list, which it does not.`,
    }
  );
}

function differs(key: string, zh: string, en: string): Difference {
  return { place: `publications ${key}`, zh: `公示 ${key}：${zh}。`, en: `The list ${key} ${en}.` };
}

async function differenceInObjections(
  trx: Kysely<Database>,
  town: string,
  events: readonly DomainEvent[],
): Promise<Difference | undefined> {
  const told = new Map<string, string | null>();
  for (const event of events) {
    if (event.type === 'objection.recorded') told.set(event.objection, told.get(event.objection) ?? null);
    if (event.type === 'objection.answered') told.set(event.objection, event.outcome);
  }
  const rows = await trx
    .selectFrom('objections')
    .select(['id', 'outcome'])
    .where('town', '=', town)
    .orderBy('id')
    .execute();
  for (const { id, outcome } of rows) {
    if (!told.has(id)) return objectionDiffers(id, '流水里没有', 'is not in the ledger');
    if (told.get(id) !== outcome) return objectionDiffers(id, '答复和流水不一样', 'has another answer than the ledger');
    told.delete(id);
  }
  for (const id of told.keys())
    return objectionDiffers(id, '流水里有，表里没有', 'is in the ledger and not in its table');
  return undefined;
}

function objectionDiffers(id: string, zh: string, en: string): Difference {
  return { place: `objections ${id}`, zh: `异议 ${id}：${zh}。`, en: `Objection ${id} ${en}.` };
}
