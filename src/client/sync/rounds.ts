/** Round trips of one sync (SY-8), each complete in itself: a cut at any byte loses nothing and repeats nothing. */
import { SHANGHAI_OFFSET_MINUTES } from '../../domain/calendar.ts';
import type { DomainEvent } from '../../domain/event.ts';
import type { HouseholdFile } from '../../domain/household.ts';
import { unpackEvents } from '../../protocol/packEvents.ts';
import { unpackFiles } from '../../protocol/snapshot.ts';
import { PROTOCOL, type SyncRequest, type SyncResponse } from '../../protocol/sync.ts';
import { type SeqVerdict, unpackVerdicts } from '../../protocol/wireVerdict.ts';
import { keptPoints } from '../engine/keptPoints.ts';
import { mustBeMine } from '../journal/journal.ts';
import { noteSaid, readsToSay } from '../journal/noticeReads.ts';
import { prune } from '../journal/prune.ts';
import { rewind } from '../journal/rewind.ts';
import { settle } from '../journal/settle.ts';
import { deviceAuth, postSync, readmit } from './api.ts';
import { ApiError } from './apiError.ts';
import { type Batch, nextBatch } from './batch.ts';
import { catchUp } from './catchUp.ts';
import type { OpenCache, SyncContext, SyncStep } from './context.ts';
import { offerPhotosAgain, reportOf } from './report.ts';
import { returnRights } from './returnRights.ts';

/** More round trips than any backlog needs; beyond it something is wrong, and the next sync goes on. */
const ROUNDS_MAX = 2_000;

export interface RoundsResult {
  /** The server's history is another one: the cache was dropped and must be loaded afresh (SY-14). */
  readonly reload: boolean;
  /** The device is revoked, or was once, and every op of it has its verdict (CF-17). */
  readonly revoked: boolean;
  /** Own ops up to here are in a confirmed backup. */
  readonly kept: number;
}

interface Asked {
  readonly request: SyncRequest;
  readonly batch: Batch | undefined;
  /** Newest own op. */
  readonly head: number;
  /** Up to here the answer is about ops whose hash the request named: beyond, the server may speak of another history (SY-13). */
  readonly sentTo: number;
  /** Own ops without a durable verdict. */
  readonly unsent: number;
  /** Nothing is left behind this batch. */
  readonly last: boolean;
}

async function headSeq(ctx: SyncContext): Promise<number> {
  const rows = await ctx.journal.db.ops.orderBy(':id').reverse().limit(1).primaryKeys();
  return rows[0] ?? 0;
}

async function ask(ctx: SyncContext, open: OpenCache | undefined): Promise<Asked> {
  const { journal } = ctx;
  const acked = await mustBeMine(journal);
  const batch = await nextBatch(journal, ctx.ownOps, acked);
  const epoch = batch && (await journal.db.getMeta('epoch'));
  const head = Math.max(await headSeq(ctx), acked.seq);
  const unsent = head - acked.seq;
  // Changes come with the last batch: a backlog is settled first, then the files catch up once.
  const last = unsent <= (batch?.count ?? 0);
  const stand = last ? await open?.cache.stand() : undefined;
  const pull =
    open && stand?.cursor && !stand.load
      ? { cursor: stand.cursor, catalogue: open.catalogue()?.version ?? 0, carry: [...open.carry()] }
      : undefined;
  const reads = await readsToSay(journal.db);
  const request: SyncRequest = {
    protocol: PROTOCOL,
    app: ctx.app,
    now: ctx.now(),
    ack: acked.seq,
    ...(epoch === undefined ? {} : { epoch }),
    ...(batch ? { push: batch.push } : {}),
    ...(pull ? { pull } : {}),
    status: { unsent, ...ctx.storage(), ...(reads.length > 0 ? { reads } : {}) },
  };
  return { request, batch, head, sentTo: acked.seq + (batch?.count ?? 0), unsent, last };
}

/** What columns carry; an answer whose columns do not fit is no answer. */
function unpack(answer: SyncResponse): {
  readonly verdicts: SeqVerdict[];
  readonly events: DomainEvent[];
  readonly arrived: HouseholdFile[];
} {
  try {
    return {
      arrived: answer.changes?.files ? unpackFiles(answer.changes.files) : [],
      verdicts: answer.verdicts ? unpackVerdicts(answer.verdicts) : [],
      events: answer.changes ? unpackEvents(answer.changes.events) : [],
    };
  } catch {
    throw new ApiError('bad-answer');
  }
}

/** Settles an answer in the journal, then in the cache; what changed there. */
async function receive(
  ctx: SyncContext,
  open: OpenCache | undefined,
  answer: SyncResponse,
  sentTo: number,
): Promise<Pick<SyncStep, 'changed' | 'stock'>> {
  const { verdicts: given, events, arrived } = unpack(answer);
  const verdicts = given.filter((verdict) => verdict.seq <= sentTo);
  await settle(ctx.journal, ctx.ownOps, { verdicts, events, epoch: answer.epoch, heard: answer.now }, ctx.now());
  // Without changes there is more to come, or the cache is closed or not complete.
  if (!open || !answer.changes) return { changed: [], stock: false };
  const catalogue = answer.catalogue ?? open.catalogue();
  const changed = await catchUp(
    ctx.journal,
    ctx.ownOps,
    open.cache,
    catalogue?.town.zoneOffsetMinutes ?? SHANGHAI_OFFSET_MINUTES,
    {
      events,
      cursor: answer.changes.cursor,
      catalogue: answer.catalogue,
      arrived,
      gone: answer.changes.gone ?? [],
      more: answer.changes.more,
    },
  );
  if (answer.catalogue) await open.takeCatalogue(answer.catalogue);
  return { changed, stock: events.some((event) => event.type === 'stock.set') };
}

/** Records what the server or the end of a round asks back; the number of ops that now wait to be pushed. */
async function giveBack(ctx: SyncContext, open: OpenCache, answer: SyncResponse): Promise<number> {
  const keep = new Map(answer.giveBack ?? []);
  const all = open.returnsRights();
  if (keep.size === 0 && !all) return 0;
  const kept = (household: string) => keptPoints(open.cache.row(household), ctx.journal.identity.device);
  return returnRights(ctx.journal, ({ household }) => (all ? kept(household) : keep.get(household)), ctx.now());
}

/**
 * Up to which own op the verdicts here are the server's. A copy of this storage may have pushed again what the server lost, so that nothing
 * seems to be missing, and may have been told otherwise, and a newer backup may have that: in another history all is asked again (SY-13, SY-14).
 */
async function standsTo({ journal: { db } }: SyncContext, { epoch, high }: SyncResponse): Promise<number> {
  const known = await db.getMeta('epoch');
  if (known === undefined || known === epoch) return high;
  return Math.min(high, (await db.getMeta('pruned'))?.seq ?? 0);
}

async function noteEpoch({ journal: { db } }: SyncContext, { epoch }: SyncResponse): Promise<void> {
  if ((await db.getMeta('epoch')) !== epoch) await db.meta.put(epoch, 'epoch');
}

/** Answers take their time: a clock is noted anew only when it says something else. */
const CLOCK_NOTED_MS = 30_000;

/** SY-7: how far the two clocks are apart, for what depends on the day while there is no connection. */
async function noteClock({ journal: { db }, now }: SyncContext, answer: SyncResponse): Promise<void> {
  const offset = answer.now - now();
  const known = (await db.getMeta('clockOffset')) ?? 0;
  if (Math.abs(offset - known) > CLOCK_NOTED_MS) await db.meta.put(offset, 'clockOffset');
}

async function rewindOrFail(ctx: SyncContext, high: number): Promise<void> {
  const rewound = await rewind(ctx.journal, ctx.ownOps, high);
  if (rewound === 'unknown') throw new ApiError('fork');
  if (rewound === 'gone') throw new ApiError('history-gone');
}

/** The request that says what this device holds of a lost history, and nothing else: nothing is judged before it (SY-14). */
async function askWithReport(ctx: SyncContext): Promise<Asked> {
  const asked = await ask(ctx, undefined);
  const { push: _, ...rest } = asked.request;
  const epoch = await ctx.journal.db.getMeta('epoch');
  const request = { ...rest, ...(epoch === undefined ? {} : { epoch }), report: await reportOf(ctx.journal) };
  return { ...asked, request, batch: undefined, sentTo: request.ack, last: false };
}

/** Forgets old own ops that a confirmed backup has. */
async function forgetKept(ctx: SyncContext, { kept = 0, now }: SyncResponse): Promise<void> {
  if (kept === 0) return;
  const counted = (await ctx.cacheDb.getMeta('counted')) ?? 0;
  await prune(ctx.journal, ctx.ownOps, { kept, counted }, now);
}

/** How a failed request goes on: without the pull, from where the server has the ops, or not at all. */
class Recovery {
  private rewound = false;
  private readmitted = false;
  private readonly ctx: SyncContext;
  /** The app is too old to take changes; it may still push, and the run ends by saying so. */
  tooOld = false;

  constructor(ctx: SyncContext) {
    this.ctx = ctx;
  }

  /** True when the request may be made again; each way is tried once in a run. */
  async from(error: unknown): Promise<boolean> {
    if (!(error instanceof ApiError)) return false;
    if (error.code === 'too-old' && !this.tooOld) {
      this.tooOld = true;
      return true;
    }
    if (error.code === 'seq-gap' && error.high !== undefined && !this.rewound) {
      this.rewound = true;
      await rewindOrFail(this.ctx, error.high);
      return true;
    }
    const { certificate } = this.ctx.journal.identity;
    if (error.code === 'device-unknown' && certificate !== undefined && !this.readmitted) {
      this.readmitted = true;
      // A server that was restored to before the enrolment; any other refuses this too, and that is then said.
      await readmit(this.ctx.api, deviceAuth(this.ctx.journal.identity), certificate);
      return true;
    }
    return false;
  }
}

/**
 * Pushes and pulls until nothing is left. Call under the sync lock, and under the cache lock when `open` is given. Throws
 * ApiError; what was settled before stays settled.
 */
export async function syncRounds(
  ctx: SyncContext,
  opened: OpenCache | undefined,
  onStep: (step: SyncStep) => void,
): Promise<RoundsResult> {
  const auth = deviceAuth(ctx.journal.identity);
  const recovery = new Recovery(ctx);
  let sent = 0;
  let reporting = false;
  for (let round = 0; round < ROUNDS_MAX; round++) {
    const open = recovery.tooOld ? undefined : opened;
    const { request, batch, head, sentTo, unsent, last } = reporting ? await askWithReport(ctx) : await ask(ctx, open);
    const total = sent + unsent;
    onStep({ changed: [], stock: false, sent, total });
    let answer: SyncResponse;
    try {
      answer = await postSync(ctx.api, auth, request);
    } catch (error) {
      if (await recovery.from(error)) continue;
      throw error;
    }
    // A server that was put back to before the revoking says nothing of it; who has heard it goes on handing over.
    const revoked = answer.directive === 'revoked' || (await ctx.journal.db.getMeta('revoked')) !== undefined;
    const result = { revoked, kept: answer.kept ?? 0 };
    if (answer.high > head) throw new ApiError('fork');
    const stands = await standsTo(ctx, answer);
    const lost = stands < request.ack;
    // The server was put back since the device last heard of it: it has taken nothing of this.
    const late = request.epoch !== undefined && request.epoch !== answer.epoch;
    if (lost || answer.directive === 'reload') await rewindOrFail(ctx, stands);
    await noteEpoch(ctx, answer);
    await noteClock(ctx, answer);
    if (answer.directive === 'reload') {
      await ctx.cacheDb.drop();
      return { ...result, reload: true };
    }
    if (answer.directive === 'report') {
      if (reporting && !late) throw new ApiError('bad-answer');
      await offerPhotosAgain(ctx.journal);
      reporting = true;
      continue;
    }
    reporting = false;
    // A locked device learns it this way: what the server lost is pushed with the next round.
    if (lost || late) continue;
    if (request.status?.reads) await noteSaid(ctx.journal.db, request.status.reads, answer.epoch);
    const seen = await receive(ctx, open, answer, sentTo);
    const { seq: acked } = await mustBeMine(ctx.journal);
    sent += acked - request.ack;
    onStep({ ...seen, sent, total: Math.max(total, sent) });
    if (batch && acked === request.ack) throw new ApiError('bad-answer');
    const returned = open && answer.changes ? await giveBack(ctx, open, answer) : 0;
    const left = unsent - (acked - request.ack) + returned;
    if (left > 0 || !last || answer.changes?.more) continue;
    if (recovery.tooOld) throw new ApiError('too-old');
    await forgetKept(ctx, answer);
    return { ...result, reload: false };
  }
  throw new ApiError('bad-answer');
}
