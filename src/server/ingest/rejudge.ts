/**
 * CF-20: ops of a newer app were held as they are; after an update of the server they are judged. Runs at start, before the
 * server listens. Their first verdict stays what it was; what became of them travels as the decision of their Case.
 */
import { type Kysely, type Selectable, sql } from 'kysely';
import { must } from '../../domain/must.ts';
import { deviceOf, firstOfCase, makeRef, parseRef } from '../../domain/ref.ts';
import { APPLIED, applied, type HeldCode } from '../../domain/verdict.ts';
import { type ParsedOp, parseOp } from '../../protocol/opSchemas.ts';
import type { OpTable } from '../db/schema/ledger.ts';
import type { Database } from '../db/schema.ts';
import { innerOf } from './adopt.ts';
import { Batch, type CaseState } from './batch.ts';
import { addConsoleUser, CONSOLE_USER } from './console.ts';
import { finishDueMonths } from './finishDueMonths.ts';
import { type Former, loadHealing } from './healing.ts';
import { judgeOp } from './judgeOps.ts';
import type { Judging } from './judging.ts';
import { loadLineage } from './lineage.ts';
import { loadBatch } from './load.ts';
import { announceCase } from './openCase.ts';
import { loadRightsHistory } from './rightsHistory.ts';
import { addGoods, loadActors, loadSetting } from './setting.ts';
import { noTownWrites } from './townOps.ts';
import { inTurn } from './turns.ts';
import { writeBatch } from './write.ts';

type StoredOp = Selectable<OpTable>;
type Parse = (raw: Parameters<typeof parseOp>[0]) => ParsedOp;

function rawOf({ seq, kind, body, by_user, at, schema }: StoredOp): Parameters<typeof parseOp>[0] {
  return { seq, kind, body, by: by_user, at, schema };
}

/**
 * Judges every op that is held as unknown and that this version knows; the number of them. Each in a transaction of its own,
 * in the order they arrived per device.
 * @param parse only tests pass another one: a version that knows more
 */
export async function rejudgeUnknown(db: Kysely<Database>, parse: Parse = parseOp): Promise<number> {
  let judged = 0;
  for (const op of await waitingOps(db, 'unknown_kind')) {
    const outer = parse(rawOf(op));
    const adopted = outer.ok && outer.op.kind === 'op.adopt' ? outer.op : undefined;
    const parsed = adopted ? innerOf(adopted, await loadLineage(db, op.town, op.device), parse).parsed : outer;
    if (!parsed.ok && parsed.unknown) continue;
    if (await inTurn(op.town, () => judgeHeld(db, op, parsed, { adopted: adopted !== undefined }))) judged++;
  }
  // What waits after a restore, in case the server ended before it looked (SY-14).
  for (const op of await waitingOps(db, 'after_restore')) {
    if (await inTurn(op.town, () => judgeHeld(db, op, parse(rawOf(op)), { former: formerOf(op) }))) judged++;
  }
  return judged;
}

/** The ops of open Cases of a code, whatever their first verdict was, in the order they arrived per device. */
async function waitingOps(db: Kysely<Database>, code: HeldCode, town?: string): Promise<readonly StoredOp[]> {
  const open = await db
    .selectFrom('cases')
    .select(['town', 'id'])
    .where((one) =>
      town === undefined ? one('town', 'in', one.selectFrom('towns').select('town')) : one('town', '=', town),
    )
    .where('code', '=', code)
    .where('decision', 'is', null)
    .execute();
  const refs = open.map(({ town, id }) => ({ town, ...must(parseRef(id), `Case ${id} has the name of its op`) }));
  if (refs.length === 0) return [];
  const { rows } = await sql<StoredOp>`
    select o.* from unnest(${refs.map((r) => r.town)}::text[], ${refs.map((r) => r.device)}::text[], ${refs.map((r) => r.seq)}::bigint[])
      as k(town, device, seq)
    join ops o on o.town = k.town and o.device = k.device and o.seq = k.seq
    order by o.received_at, o.device, o.seq`.execute(db);
  return rows;
}

/**
 * SY-14: judges what waited for ops of these devices, or for households that are registered now, and what waited for that in turn; the
 * number of them. What still waits is left as it is.
 */
export async function rejudgeWaiting(db: Kysely<Database>, town: string, devices: Iterable<string>): Promise<number> {
  const here = new Set<unknown>(devices);
  let judged = 0;
  for (let before = -1; before < judged; ) {
    before = judged;
    for (const op of await waitingOps(db, 'after_restore', town)) {
      const asks = op.params?.household !== undefined || WAIT_FOR_ALL.has(op.kind);
      if (!here.has(op.params?.device) && !asks) continue;
      const parsed = parseOp(rawOf(op));
      if (!(await inTurn(town, () => judgeHeld(db, op, parsed, { former: formerOf(op) })))) continue;
      judged++;
      // What a list makes final counts before what follows from it (AL-10).
      if (op.kind === 'month.publish' || op.kind === 'objection.answer') await finishDueMonths(db, Date.now(), town);
      here.add(op.device);
      if (parsed.ok && parsed.op.kind === 'case.decide') here.add(deviceOf(firstOfCase(parsed.op.body.case)));
    }
  }
  return judged;
}

/** They wait for whoever may still bring something, and for one another. */
const WAIT_FOR_ALL: ReadonlySet<string> = new Set([
  'month.publish',
  'objection.record',
  'objection.answer',
  'year.rank',
  'quarter.settle',
]);

/** What a waiting op was before the restore is kept with its verdict. */
function formerOf(stored: StoredOp): Former | undefined {
  if (stored.params?.was !== 'applied') return undefined;
  const { to, document, waits } = stored.params;
  const first = stored.params.said === 'agreed_first';
  const settled = typeof document === 'string' ? applied('ok', { document }) : APPLIED;
  const followed = typeof to === 'string' ? applied('followed', { to }) : settled;
  const then = first ? applied('agreed_first', followed.params) : followed;
  const was = waits === undefined ? then : { ...then, params: { ...then.params, waits } };
  return { was: () => was, faithSeq: stored.seq, judgedSeq: stored.seq, waivedBy: null };
}

async function judgeHeld(
  db: Kysely<Database>,
  stored: StoredOp,
  parsed: ParsedOp,
  how: Pick<Judging, 'adopted' | 'former'>,
): Promise<boolean> {
  return db.transaction().execute(async (trx) => {
    const town = await trx
      .selectFrom('towns')
      .select(['town', 'zone_offset_minutes', 'epoch', 'feed_seq', 'feed_hash'])
      .where('town', '=', stored.town)
      .forUpdate()
      .executeTakeFirstOrThrow();
    const device = await trx
      .selectFrom('devices')
      .select(['id', 'kind', 'village'])
      .where('town', '=', stored.town)
      .where('id', '=', stored.device)
      .executeTakeFirstOrThrow();
    const batch = new Batch(town);
    batch.healing = await loadHealing(trx, stored.town);
    const setting = await loadSetting(trx, stored.town);
    const actors = await loadActors(trx, stored.town, stored.device);
    const ref = makeRef(stored.device, stored.seq);
    const ops = parsed.ok ? [parsed.op] : [];
    const now = Date.now();
    await addGoods(trx, stored.town, setting, ops, now);
    const heldOps = await loadBatch(trx, batch, device.id, ops, setting, [ref]);
    const open = batch.cases.get(ref);
    if (!open || open.decision !== null || (open.code !== 'unknown_kind' && open.code !== 'after_restore'))
      return false;
    const before = open.code;
    const writes = noTownWrites();
    const history = await loadRightsHistory(trx, stored.town, stored.device, [stored.by_user]);
    const people = { device, actors, history };
    const judging: Judging = { batch, setting, people, heldOps, writes, author: null, now, ...how };
    const at = stored.at + stored.shift_ms;
    const verdict = judgeOp(judging, rawOf(stored), parsed, at);
    if (verdict.outcome === 'held' && verdict.code === before) return false;
    if (verdict.outcome !== 'held') {
      await addConsoleUser(trx, stored.town);
      open.household = parsed.ok && 'household' in parsed.op.body ? parsed.op.body.household : null;
      settle(judging, open, verdict.outcome === 'applied', verdict.code, at);
    }
    await writeBatch(trx, batch, writes);
    return true;
  });
}

/** The Case is closed in the name of the console; a refusal says its code. */
function settle(j: Judging, open: CaseState, counts: boolean, code: string, at: number): void {
  open.decision = counts ? 'accept' : 'reject';
  open.decided_by = CONSOLE_USER;
  open.reason = counts ? null : code;
  open.changed = true;
  announceCase(j, open.id, {
    type: 'case.decided',
    case: open.id,
    decision: open.decision,
    by: CONSOLE_USER,
    at,
    ...(open.household === null ? {} : { household: open.household }),
    ...(open.reason === null ? {} : { reason: open.reason }),
  });
}
