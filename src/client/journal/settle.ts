/**
 * Settling: what an answer of the server changes in the journal, as one strict transaction. Every part of it may come again
 * after a crash and changes nothing the second time.
 */
import { mergeCounters } from '../../domain/allowance.ts';
import type { DomainEvent } from '../../domain/event.ts';
import type { AllowanceCounters, Redemption } from '../../domain/household.ts';
import { firstOfCase, makeRef, parseRef } from '../../domain/ref.ts';
import type { SeqVerdict } from '../../protocol/wireVerdict.ts';
import { type Journal, mustBeMine } from './journal.ts';
import type { AllowanceRow, JournalDb, NoticeRow, OpRow, VerdictRow } from './journalDb.ts';
import {
  decidedId,
  decidedOtherwise,
  noticesOfEvents,
  noticesOfVerdicts,
  openedId,
  sealNotices,
} from './noticeRows.ts';
import type { Judged, OwnOps } from './ownOps.ts';
import { refusedOrNot, reserveAgain, writeRelease } from './released.ts';

export interface Settlement {
  /** Verdicts on own ops, in any order; those already durable are skipped. */
  readonly verdicts: readonly SeqVerdict[];
  readonly events: readonly DomainEvent[];
  /** The server's history that says all this (SY-14). */
  readonly epoch: string;
  /** The server's clock, ms, when it gave the verdicts. */
  readonly heard?: number;
  /** Spending rights of this device as household files carry them (first load). */
  readonly counters?: ReadonlyMap<string, AllowanceCounters>;
  /** Own redemptions that the files of a first load show as voided. */
  readonly voided?: readonly string[];
  /** Own redemptions that the files of a first load show as standing. */
  readonly standing?: readonly Redemption[];
}

/** What the events say about own ops and rights. */
interface OwnFacts {
  readonly counters: Map<string, AllowanceCounters>;
  /** Seqs of own redemptions whose spending comes back. */
  readonly released: Set<number>;
  /** Points that own redemptions, let count by a person, drew on the allowance; by seq. */
  readonly drawn: Map<number, number>;
  /** Seqs of own held ops that were decided. */
  readonly decided: Set<number>;
  /** Cases that are open, as far as the events go. */
  readonly open: Set<string>;
}

function ownFacts(device: string, settlement: Settlement, judged: readonly Judged[]): OwnFacts {
  const facts: OwnFacts = {
    counters: new Map(settlement.counters ?? []),
    released: new Set(),
    drawn: new Map(),
    decided: new Set(),
    open: new Set(),
  };
  const own = (ref: string, seqs: Set<number>) => {
    const parsed = parseRef(ref);
    if (parsed?.device === device) seqs.add(parsed.seq);
  };
  const release = (ref: string) => own(ref, facts.released);
  for (const ref of settlement.voided ?? []) release(ref);
  const stands = (redemption: Redemption) => {
    const parsed = parseRef(redemption.id);
    if (parsed?.device !== device) return;
    facts.drawn.set(parsed.seq, redemption.mode === 'allowance' ? redemption.points : 0);
  };
  for (const redemption of settlement.standing ?? []) stands(redemption);
  for (const { op, verdict } of judged) {
    if (op?.kind === 'redemption.void' && verdict?.outcome === 'applied') release(op.body.redemption);
    // An own held entry that was taken back: its Case is closed (SY-6).
    const withdrawn = verdict?.params?.withdrawn;
    if (typeof withdrawn === 'string') own(withdrawn, facts.decided);
  }
  for (const event of settlement.events) {
    if (event.type === 'redemption.recorded') stands(event.redemption);
    if (event.type === 'redemption.voided') release(event.redemption);
    if (event.type === 'case.opened') facts.open.add(event.case);
    if (event.type === 'case.decided') {
      facts.open.delete(event.case);
      own(event.case, facts.decided);
      if (event.decision === 'reject') release(event.case);
    }
    if (event.type === 'allowance.set' && event.device === device) {
      for (const [household, granted, returned, writtenOff = 0] of event.lines) {
        const counters = { granted, returned, writtenOff };
        facts.counters.set(household, mergeCounters(facts.counters.get(household), counters));
      }
    }
  }
  return facts;
}

/** The verdicts that continue behind `ackedSeq` without a gap. */
function contiguous(verdicts: readonly SeqVerdict[], ackedSeq: number): readonly SeqVerdict[] {
  const next: SeqVerdict[] = [];
  for (const verdict of [...verdicts].sort((a, b) => a.seq - b.seq)) {
    if (verdict.seq === ackedSeq + next.length + 1) next.push(verdict);
  }
  return next;
}

async function writeVerdicts(db: JournalDb, device: string, { verdicts, heard }: Settlement): Promise<void> {
  const acked = (await db.meta.get('acked')) as { seq: number; hash: string };
  const next = contiguous(verdicts, acked.seq);
  // One read of a run of ops instead of one for each.
  const ops = await db.ops
    .where('seq')
    .between(acked.seq, acked.seq + next.length, false, true)
    .toArray();
  const rows: VerdictRow[] = [];
  let last: OpRow | undefined;
  for (const [i, { seq, verdict, shiftMs }] of next.entries()) {
    const op = ops[i];
    if (op?.seq !== seq) break;
    const to = verdict.outcome === 'applied' ? verdict.params?.to : undefined;
    // After a fresh load the decision may be known before the verdict that it answers: then nothing waits.
    const ref = makeRef(device, seq);
    const waits = verdict.outcome === 'held' && !(await db.notices.get(decidedId(ref)));
    rows.push({
      seq,
      verdict,
      shiftMs,
      ...(heard === undefined ? {} : { heard }),
      ...(waits ? { waiting: op.household ?? '-' } : {}),
      ...(typeof to === 'string' ? { to } : {}),
    });
    // A refused op spends nothing; a held one has handed the goods over until a person decides.
    if (verdict.outcome === 'refused') await refusedOrNot(db, op, -1);
    last = op;
  }
  if (!last) return;
  await db.verdicts.bulkPut(rows);
  await db.former.where('seq').between(acked.seq, last.seq, false, true).delete();
  await db.meta.put({ seq: last.seq, hash: last.hash }, 'acked');
}

/**
 * Gives back what an own redemption reserved beyond `drawn`; all of it, and for good, without. Again changes nothing. What gave it back in another
 * history may be forgotten: a redemption that stands in this one is spent until its void is here again (SY-14).
 */
async function releaseTo(db: JournalDb, epoch: string, seq: number, drawn: number | undefined): Promise<void> {
  const [op, done] = await Promise.all([db.ops.get(seq), db.releases.get(seq)]);
  if (!op?.spends) return;
  const forGood = done !== undefined && done.points === undefined;
  if (forGood && drawn === undefined && done.epoch !== epoch) await db.releases.put({ ...done, epoch });
  if (forGood && (drawn === undefined || done.epoch === undefined || done.epoch === epoch)) return;
  const points = op.spends - (drawn ?? 0);
  if (drawn !== undefined && !forGood && points === (done?.points ?? 0)) return;
  const over = done?.over === undefined ? {} : { over: done.over };
  await writeRelease(db, op, { seq, epoch, ...over, ...(drawn === undefined ? {} : { points }) });
}

/**
 * The larger of each counter (AL-1), but for what was written off in another history: a restored server may have forgotten that, and nobody
 * reports it. What it says now counts (SY-14).
 */
function heardIn(epoch: string, known: AllowanceRow | undefined, counters: AllowanceCounters): AllowanceCounters {
  if (known?.epoch === undefined || known.epoch === epoch) return mergeCounters(known, counters);
  const { granted, returned } = known;
  return mergeCounters({ granted, returned }, counters);
}

/**
 * SY-14: a Case that was decided is open again, because the restored server has forgotten the decision. What that had changed here is taken
 * back until a person decides anew.
 */
async function reopen(db: JournalDb, device: string, caseRef: string): Promise<void> {
  const decided = decidedId(caseRef);
  if (!(await db.notices.get(decided))) return;
  await db.notices.delete(decided);
  const parsed = parseRef(caseRef);
  if (parsed?.device !== device) return;
  const { seq } = parsed;
  const [op, row] = await Promise.all([db.ops.get(seq), db.verdicts.get(seq)]);
  if (row?.verdict.outcome === 'held') await db.verdicts.put({ ...row, waiting: op?.household ?? '-' });
  if (op) await reserveAgain(db, op);
}

async function writeFacts(db: JournalDb, device: string, epoch: string, facts: OwnFacts): Promise<void> {
  for (const caseRef of facts.open) await reopen(db, device, caseRef);
  const rows = await db.allowances.bulkGet([...facts.counters.keys()]);
  await db.allowances.bulkPut(
    [...facts.counters].map(([household, counters], i) => {
      const known = rows[i];
      return { household, epoch, spent: known?.spent ?? 0, ...heardIn(epoch, known, counters) };
    }),
  );
  for (const [seq, drawn] of facts.drawn) await releaseTo(db, epoch, seq, drawn);
  for (const seq of facts.released) await releaseTo(db, epoch, seq, undefined);
  for (const seq of facts.decided) {
    const row = await db.verdicts.get(seq);
    if (row?.waiting === undefined) continue;
    await db.verdicts.put({ seq, verdict: row.verdict, shiftMs: row.shiftMs });
  }
}

/** `otherwise`: rows that say something else than what a worker was told under the same id before. */
async function writeNotices(
  db: JournalDb,
  rows: readonly NoticeRow[],
  own: ReadonlySet<string>,
  otherwise: ReadonlySet<string>,
): Promise<void> {
  for (const row of rows) {
    if (!otherwise.has(row.id) && (await db.notices.get(row.id))) continue;
    const caseRef = row.id.endsWith(':decided') ? row.id.slice(0, -':decided'.length) : undefined;
    if (caseRef !== undefined && !own.has(row.id) && !(await db.notices.get(openedId(caseRef)))) continue;
    await db.notices.put(row);
  }
}

/** Makes an answer durable. Throws what IndexedDB throws; then nothing of it is. */
export async function settle(journal: Journal, ownOps: OwnOps, settlement: Settlement, now: number): Promise<void> {
  const { db, identity } = journal;
  const verdictOf = new Map(settlement.verdicts.map((v) => [v.seq, v.verdict]));
  const judged = (await ownOps.contents([...verdictOf.keys()])).map((own) => ({
    ...own,
    verdict: verdictOf.get(own.seq),
  }));
  const facts = ownFacts(identity.device, settlement, judged);
  const notices = [...noticesOfVerdicts(judged), ...noticesOfEvents(settlement.events, identity.device)];
  const rows = await sealNotices(journal, notices, now);
  const otherwise = await decidedOtherwise(journal, notices);
  const ownDecisions = new Set(
    notices.flatMap(({ id, body }) =>
      body.type === 'decided' && parseRef(firstOfCase(body.event.case))?.device === identity.device ? [id] : [],
    ),
  );
  if (
    verdictOf.size + facts.counters.size + facts.released.size + facts.drawn.size + facts.decided.size + rows.length ===
    0
  )
    return;
  await db.transaction(
    'rw',
    [db.meta, db.ops, db.verdicts, db.former, db.allowances, db.releases, db.notices],
    async () => {
      await mustBeMine(journal);
      await writeVerdicts(db, identity.device, settlement);
      await writeFacts(db, identity.device, settlement.epoch, facts);
      await writeNotices(db, rows, ownDecisions, otherwise);
    },
  );
}
