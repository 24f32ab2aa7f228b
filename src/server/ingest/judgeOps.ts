/** Judges the new ops of one device, one after the other, on the batch's state in memory. */
import { allowanceLine, claimable, remainingRight, returnAcceptable, returnTo } from '../../domain/allowance.ts';
import type { AllowanceLine } from '../../domain/event.ts';
import { tellsOnly } from '../../domain/judge/caseDecision.ts';
import type { JudgeContext } from '../../domain/judge/context.ts';
import { decide } from '../../domain/judge/decide.ts';
import { effects } from '../../domain/judge/effects.ts';
import { becameOf, type Routed, withRoute } from '../../domain/judge/route.ts';
import { must } from '../../domain/must.ts';
import { type HouseholdOp, isHouseholdOp, type Op, type OpKind, type OpOf } from '../../domain/op.ts';
import { placeAt } from '../../domain/place.ts';
import { NO_POINTS } from '../../domain/points.ts';
import { deviceOf, firstOfCase, isBesideCase, makeRef, parseRef } from '../../domain/ref.ts';
import { type Actor, inScope, mayRecord } from '../../domain/role.ts';
import {
  APPLIED,
  applied,
  type Held,
  type HeldCode,
  held,
  refused,
  type Verdict,
  type VerdictParams,
} from '../../domain/verdict.ts';
import type { RawOp } from '../../protocol/opHash.ts';
import type { ParsedOp } from '../../protocol/opSchemas.ts';
import { takeAdopted } from './adopt.ts';
import type { Batch, CaseState } from './batch.ts';
import { decideCase, remainAgain } from './decideCase.ts';
import { likelyDuplicates, waitingForCode } from './duplicates.ts';
import { asBefore, awaitedIn, type Former, notHereYet, waitsAgain } from './healing.ts';
import { changeHousehold, isHouseholdChange, otherOf, routed, withSuccessors } from './households.ts';
import type { Lineage } from './lineage.ts';
import type { HeldOp } from './load.ts';
import { noteOverLimit } from './overLimit.ts';
import { quarantine } from './quarantine.ts';
import { grantReserved, madeBefore, reservingFor } from './reserve.ts';
import { actorFor } from './rightsHistory.ts';
import { type DevicePeople, policyOf, type Setting } from './setting.ts';
import { isStockOp, judgeStock, type StockOp } from './stock.ts';
import { judgeTownOp, type TownWrites } from './townOps.ts';
import { judgeWriteOff } from './writeOff.ts';

export interface Judging {
  readonly batch: Batch;
  readonly setting: Setting;
  readonly people: DevicePeople;
  readonly heldOps: Map<string, HeldOp>;
  readonly writes: TownWrites;
  /** The device that derives the effects itself (SY-9: no echo); null when nobody does. */
  readonly author: string | null;
  /** The server's instant, ms. */
  readonly now: number;
  /** Where the device comes from when it came out of a fork (SY-13). */
  readonly lineage?: Lineage | undefined;
  /** The op comes from before a fork: the rights of its old identity do not stand behind it (AL-7). */
  readonly adopted?: boolean;
  /** SY-14: what the device's ops were before the server was restored. */
  readonly former?: Former | undefined;
}

/**
 * Ops about a fact that another device recorded. An office browser decides on lists, so its own files may not have the fact
 * yet and could not take up what is said of it: these it hears again by the feed, behind the fact (SY-9).
 */
const SPEAKS_OF_OTHERS: ReadonlySet<OpKind> = new Set([
  'entry.review',
  'entry.reverse',
  'redemption.void',
  'reservation.cancel',
]);

/** What a person lets count from before a fork draws on free points alone, as far as they reach (AL-2). */
const FREE_POINTS_DECIDE: ReadonlySet<HeldCode> = new Set(['over_allowance']);

/** Verdict on one op, with its effects taken up into the batch. `at` is the corrected instant, ms. */
export function judgeOp(j: Judging, raw: RawOp, parsed: ParsedOp, at: number): Verdict {
  const ref = makeRef(j.people.device.id, raw.seq);
  const former = j.former?.was(raw.seq);
  // What a revoked device handed over waits again, also at a server that has forgotten the revoking (CF-17).
  if (former?.code === 'device_revoked') return quarantine(j, raw, parsed);
  if (!parsed.ok) {
    if (!parsed.unknown) return refused('malformed', { field: parsed.field, reason: parsed.reason });
    return hold(j, ref, undefined, held('unknown_kind', { kind: raw.kind, schema: raw.schema }), at);
  }
  const { op } = parsed;
  // Nobody was given anything for it, or a person was asked to decide: that is still so.
  if (former?.outcome === 'refused') return refuseAgain(j, op, former, ref, at);
  if (op.kind === 'op.adopt') return takeAdopted(j, op, 'forked');
  if (former?.outcome === 'held') return hold(j, ref, op, former, at);
  if (isHouseholdOp(op)) return judgeHouseholdOp(j, op, ref, at);
  if (op.kind === 'allowance.return') return judgeReturn(j, op);
  if (isStockOp(op)) return judgeStockOp(j, op, ref, at);
  const actor = actorFor(j.people, op, undefined, at);
  if (!actor) return hold(j, ref, op, held('no_right', { by: op.by }), at);
  if (!mayRecord(actor.role, j.people.device.kind, op.kind)) return refused('not_allowed', { kind: op.kind });
  if (op.kind === 'case.decide') return lookedInto(j, op, orWait(j, op, decideCase(j, op, actor, ref, at), ref, at));
  if (op.kind === 'allowance.writeoff') return orWait(j, op, judgeWriteOff(j, op, actor, ref, at), ref, at);
  return judgeTownOp(j, op, actor);
}

/**
 * SY-14: what a person had looked into stays so. In another order of arrival the Case about it may have another op's name, or there is none;
 * that is then another person's to see.
 */
function lookedInto(j: Judging, op: OpOf<'case.decide'>, verdict: Verdict): Verdict {
  const was = verdict.code === 'unknown_case' && isBesideCase(op.body.case) ? j.former?.was(op.seq) : undefined;
  return was?.outcome === 'applied' ? APPLIED : verdict;
}

function judgeStockOp(j: Judging, op: StockOp, ref: string, at: number): Verdict {
  const settled = j.former?.was(op.seq)?.outcome === 'applied';
  const verdict = judgeStock(j, op, ref, at, settled);
  return verdict.outcome === 'held' ? hold(j, ref, op, verdict, at) : orWait(j, op, verdict, ref, at);
}

/** A decision that had found another reason leaves that to its Case again (SY-14). */
function refuseAgain(j: Judging, op: Op, former: Verdict, ref: string, at: number): Verdict {
  if (op.kind !== 'case.decide' || former.code !== 'still_held') return former;
  const actor = actorFor(j.people, op, undefined, at);
  if (actor && mayRecord(actor.role, j.people.device.kind, op.kind)) remainAgain(j, op, actor, ref, at);
  return former;
}

/** What the judge needs besides the file, for an op of a device that is about `about` by now. */
export function contextFor(
  j: Judging,
  op: HouseholdOp,
  about: Routed,
  device: JudgeContext['device'],
  actor: Actor | undefined,
  ref: string,
  at: number,
): JudgeContext {
  const named = j.batch.households.get(op.body.household)?.file;
  const place = named && placeAt(named, at);
  const village = place?.village ?? '';
  const state = j.batch.households.get(about.op.body.household);
  // The device holds rights for the household that it named, and knows of no others.
  const account = about.params ? undefined : j.batch.allowance(device.id, op.body.household);
  const writtenOff = account && claimable(account);
  return {
    device,
    actor,
    ref,
    at,
    zoneOffsetMinutes: j.batch.town.zone_offset_minutes,
    ruleVersions: j.setting.ruleVersions,
    policy: policyOf(j.setting, village),
    publishedMonths: j.setting.months.get(village) ?? new Set(),
    points: state ? withSuccessors(j, state) : NO_POINTS,
    remaining: account && !j.adopted ? remainingRight(account) : 0,
    prices: j.setting.prices,
    limits: j.setting.limits,
    ...(state && about.op.kind === 'reservation.record'
      ? { reserving: reservingFor(j, about.op, state, device, at) }
      : {}),
    awaited: awaitedIn(j.batch.healing, village, lostIsHere(j, ref) ? device.id : undefined),
    ...(writtenOff && !j.adopted ? { writtenOff } : {}),
    ...(waitsFor(j, about.op) ? { receiptWaits: true } : {}),
    ...(j.adopted ? { waived: FREE_POINTS_DECIDE } : {}),
    ...(place ? { place } : {}),
    other: otherOf(j, op),
  };
}

/** CF-27: whether the receipt whose place the op takes waits in a Case of its own. */
function waitsFor(j: Judging, op: HouseholdOp): boolean {
  const receipt = op.kind === 'redemption.record' ? op.body.instead : undefined;
  const open = receipt === undefined ? undefined : j.batch.cases.get(receipt);
  return open !== undefined && !tellsOnly(open.code) && open.decision === null;
}

/** Ops come in order: behind the last one that had a verdict, all that the device lost is here. */
function lostIsHere(j: Judging, ref: string): boolean {
  const { former, people } = j;
  const target = parseRef(ref);
  return former !== undefined && target?.device === people.device.id && target.seq > former.judgedSeq;
}

/**
 * Whether the device must hear of its own op by the feed, because it may not have the fact that the op speaks of: an office
 * browser, and any device when the fact was held and counts by a person's decision, which comes by the feed itself.
 */
function hearsIt(j: Judging, op: HouseholdOp): boolean {
  if (!SPEAKS_OF_OTHERS.has(op.kind)) return false;
  if (j.people.device.kind === 'office') return true;
  if (op.kind === 'entry.reverse') return j.batch.cases.has(op.body.entry);
  if (op.kind === 'reservation.cancel') return j.batch.cases.has(op.body.reservation);
  return op.kind === 'redemption.void' && j.batch.cases.has(op.body.redemption);
}

function judgeHouseholdOp(j: Judging, op: HouseholdOp, ref: string, at: number): Verdict {
  const withdrawn = withdrawHeld(j, op, at);
  if (withdrawn) return withdrawn;
  const register = waitingForCode(j.batch, j.people.device.id, op);
  if (register !== undefined) {
    return hold(j, ref, op, held('same_code', { household: op.body.household, register }), at);
  }
  const there = settledFor(j, op);
  const about = routed(j, op, at, there);
  const coming = stillToBecome(j, op, about, there);
  if (coming) return hold(j, ref, op, coming, at);
  const known = contextFor(j, op, about, j.people.device, actorFor(j.people, op, about.file, at), ref, at);
  const ctx = madeBefore(j, op, known);
  const first = decide(about.file, about.op, ctx);
  const again = first.outcome === 'applied' ? first : honouring(j, about, op, ctx, first);
  const verdict = orWait(j, op, withRoute(again, about, op.body.household), ref, at);
  if (verdict.outcome === 'held') {
    return verdict.code === 'after_restore' ? verdict : hold(j, ref, about.op, verdict, at, op);
  }
  if (verdict.outcome === 'refused') return verdict;
  if (isHouseholdChange(op)) {
    changeHousehold(j, op, ctx);
    return verdict;
  }
  const promised = about.op.kind === 'redemption.record' && first.outcome !== 'applied' ? about.op : undefined;
  if (promised) grantAgain(j, promised, verdict);
  // What went to another household is told by the feed too: the device may hear of that household only now.
  const author = about.params !== undefined || hearsIt(j, op) ? null : j.author;
  for (const event of effects(about.file, op, verdict, ctx)) {
    j.batch.applyFileEvent(event, author, at);
    if (event.type === 'reservation.made' && !ctx.reserving?.before) grantReserved(j.batch, event);
  }
  if (promised) j.batch.allowDebt(promised.body.household);
  if (op.kind === 'redemption.record') return noteOverLimit(j, op, ref, verdict);
  return op.kind === 'household.register' ? markDuplicates(j, op, ref, verdict) : verdict;
}

/** SY-14: the household that an op counted for in the lost history. It counts there again, whatever was split meanwhile. */
function settledFor(j: Judging, op: HouseholdOp): string | undefined {
  const was = j.former?.was(op.seq);
  if (was?.outcome !== 'applied') return undefined;
  return typeof was.params?.to === 'string' ? was.params.to : op.body.household;
}

/**
 * SY-14: an op that had followed a merge or a split waits for that, while an office browser may still bring it: what was said of it since
 * looks for it there (CF-09).
 */
function stillToBecome(j: Judging, op: HouseholdOp, about: Routed, there: string | undefined): Held | undefined {
  const { healing, households } = j.batch;
  if (there === undefined || there === about.op.body.household || !healing) return undefined;
  const may = [...healing.offices].some((office) => office !== j.people.device.id);
  if (!may || becameOf(op.body.household, (household) => households.get(household)?.file).has(there)) return undefined;
  return held('after_restore', { household: there, was: 'applied', to: there });
}

/** CF-10: both stay; a Case offers to make them one. */
function markDuplicates(j: Judging, op: OpOf<'household.register'>, ref: string, verdict: Verdict): Verdict {
  const file = must(j.batch.households.get(op.body.household)?.file, `household ${op.body.household} is loaded`);
  const duplicates = likelyDuplicates(j.batch, file);
  if (verdict.outcome !== 'applied' || duplicates.length === 0) return verdict;
  const params = { household: file.code, duplicates };
  openCase(j, {
    id: ref,
    code: 'likely_duplicate',
    village: file.village,
    household: file.code,
    competing: [],
    params,
  });
  return applied('likely_duplicate', params);
}

/** SY-14: what was applied in the lost history, and what a device redeemed within its allowance before it knew of the restore, stands. */
function honouring(j: Judging, about: Routed, op: HouseholdOp, ctx: JudgeContext, first: Verdict): Verdict {
  const { former } = j;
  const { file } = about;
  if (!former) return first;
  const inFaith = op.kind === 'redemption.record' && op.body.mode === 'allowance' && op.seq <= former.faithSeq;
  const settled = former.was(op.seq)?.outcome === 'applied';
  const promised = inFaith && first.code === 'over_allowance';
  if (!settled && !promised) return first;
  if (former.waivedBy === null || op.kind !== 'redemption.record' || !file) {
    return promised && !settled
      ? decide(file, about.op, { ...ctx, remaining: op.body.points })
      : asBefore(file, about.op, ctx);
  }
  // The office had given up what the device held: the write-off answers for what the household cannot cover (CF-13).
  const { device } = j.people;
  const account = j.batch.allowance(device.id, op.body.household);
  const lacking = Math.max(0, op.body.points - Math.max(0, remainingRight(account)));
  const off = claimable(account)?.points ?? 0;
  if (op.body.mode !== 'allowance' || off >= lacking) return asBefore(file, about.op, ctx);
  const more = lacking - off;
  const now = { ...account, granted: account.granted + more, writtenOff: account.writtenOff + more };
  j.batch.changeAllowance(device.id, op.body.household, { ...now, writeOff: former.waivedBy });
  j.batch.announceRights(device.id, file.village, [allowanceLine(file.code, now)]);
  return decide(file, about.op, contextFor(j, op, about, device, ctx.actor, ctx.ref, ctx.at));
}

/** The forgotten grant that an honoured redemption draws on is granted once more, so that spending never exceeds it. */
function grantAgain(j: Judging, op: OpOf<'redemption.record'>, verdict: Verdict): void {
  if (op.body.mode !== 'allowance' || verdict.params?.writeOff !== undefined) return;
  const { id } = j.people.device;
  const { household, points } = op.body;
  const account = j.batch.allowance(id, household);
  const lacking = points - remainingRight(account);
  if (lacking <= 0) return;
  const now = { ...account, granted: account.granted + lacking };
  j.batch.honourAllowance(id, household, now);
  j.batch.announceRights(id, j.batch.villageOf(household), [allowanceLine(household, now)]);
}

/** SY-14: an op that speaks of what another device has not pushed again yet waits for it, and is judged when it comes. */
function orWait(j: Judging, op: Op, verdict: Verdict, ref: string, at: number): Verdict {
  const { batch, former, people } = j;
  const known = former?.was(op.seq)?.outcome === 'applied' || op.seq <= (former?.faithSeq ?? 0);
  const gone = verdict.code === 'unknown_household' || verdict.code === 'unknown_device';
  const lost = gone && known && batch.healing !== undefined;
  const there =
    notHereYet(batch.healing, people.device.id, verdict) ?? (known ? waitsAgain(batch, verdict) : undefined);
  const waits = lost ? verdict.params : there;
  if (!waits) return verdict;
  const to = former?.was(op.seq)?.params?.to;
  const was = known ? { was: 'applied', ...(to === undefined ? {} : { to }) } : {};
  return hold(j, ref, op, held('after_restore', { ...waits, ...was }), at);
}

/**
 * SY-6: taking back an own op that is still held closes its Case; the entry never came to exist. Goods come back to whoever stands at
 * the counter, so of a redemption anybody there may who may void it (CF-27).
 */
function withdrawHeld(j: Judging, op: HouseholdOp, at: number): Verdict | undefined {
  if (op.kind !== 'entry.reverse' && op.kind !== 'redemption.void') return undefined;
  const open = j.batch.cases.get(op.kind === 'entry.reverse' ? op.body.entry : op.body.redemption);
  // What is over the limit counts, and is taken back like any other.
  if (!open || tellsOnly(open.code) || open.decision !== null || open.device !== j.people.device.id) return undefined;
  if (j.heldOps.get(open.id)?.op.by !== op.by && !mayTakeBack(j, op, at)) return undefined;
  open.decision = 'reject';
  open.decided_by = op.by;
  open.reason = op.body.reason;
  open.changed = true;
  announceCase(j, open.id, {
    type: 'case.decided',
    case: open.id,
    decision: 'reject',
    by: op.by,
    at,
    reason: op.body.reason,
    household: householdOf(open),
  });
  return applied('ok', { withdrawn: open.id });
}

function mayTakeBack(j: Judging, op: HouseholdOp, at: number): boolean {
  const file = j.batch.households.get(op.body.household)?.file;
  const actor = op.kind === 'redemption.void' ? actorFor(j.people, op, file, at) : undefined;
  return actor !== undefined && mayRecord(actor.role, j.people.device.kind, op.kind) && (!file || inScope(actor, file));
}

/**
 * AL-5: the device's own return; the totals only grow and never exceed what it holds. Rights that were written off meanwhile may
 * come back too: they are granted once more and returned with it, so that nothing is counted twice.
 */
function judgeReturn(j: Judging, op: OpOf<'allowance.return'>): Verdict {
  const { id: device, kind } = j.people.device;
  // No person stands behind it, so the kind of device alone decides.
  if (kind !== 'tablet' && kind !== 'counter') return refused('not_allowed', { kind: op.kind });
  if (j.former && op.seq <= j.former.faithSeq) return returnAgain(j, op);
  const seen = new Set<string>();
  for (const [household, returned] of op.body.lines) {
    const known = j.batch.households.has(household) && !seen.has(household);
    seen.add(household);
    const account = j.batch.allowance(device, household);
    if (!known || !returnAcceptable(account, returned, claimable(account)?.points)) {
      return refused('malformed', { field: 'lines', reason: `return of ${household} does not fit what is held` });
    }
  }
  const byPlace = new Map<string, AllowanceLine[]>();
  for (const [household, returned] of op.body.lines) {
    const account = returnTo(j.batch.allowance(device, household), returned);
    j.batch.changeAllowance(device, household, account);
    const { village } = must(j.batch.households.get(household), `household ${household} is loaded`).file;
    const lines = byPlace.get(village) ?? [];
    lines.push(allowanceLine(household, account));
    byPlace.set(village, lines);
  }
  for (const [village, lines] of byPlace) j.batch.announceRights(device, village, lines);
  j.batch.drainMerged();
  return APPLIED;
}

/**
 * SY-14: a return of the lost history. The report already brought the totals; what it lacked is taken up, and a household that is not
 * here yet brings it with the next report.
 */
function returnAgain(j: Judging, op: OpOf<'allowance.return'>): Verdict {
  const { id: device } = j.people.device;
  for (const [household, returned] of op.body.lines) {
    const state = j.batch.households.get(household);
    const account = j.batch.allowance(device, household);
    if (!state || returned <= account.returned) continue;
    const granted = Math.max(account.granted, returned + account.spent + account.writtenOff);
    const now = { ...account, returned, granted };
    j.batch.honourAllowance(device, household, now);
    j.batch.announceRights(device, state.file.village, [allowanceLine(household, now)]);
  }
  return APPLIED;
}

/** `recorded` is the op as its device wrote it, when it is about another household by now. */
function hold(
  j: Judging,
  ref: string,
  op: Op | undefined,
  verdict: Held,
  at: number,
  recorded: Op | undefined = op,
): Verdict {
  if (recorded) j.heldOps.set(ref, { op: recorded, device: j.people.device.id, at, adopted: j.adopted ?? false });
  const household = op && isHouseholdOp(op) ? op.body.household : null;
  const state = household === null ? undefined : j.batch.households.get(household);
  const competing = verdict.params?.competing;
  openCase(j, {
    id: ref,
    code: verdict.code,
    village: state?.file.village ?? j.people.device.village,
    household,
    competing: Array.isArray(competing) ? [...competing] : [],
    params: { ...verdict.params },
  });
  return verdict;
}

/** Opens a Case and tells the devices that it concerns. */
export function openCase(
  j: Judging,
  opened: Pick<CaseState, 'id' | 'code' | 'village' | 'household' | 'competing'> & { readonly params: VerdictParams },
): void {
  const { id, code, household, competing, params } = opened;
  j.batch.cases.set(id, {
    ...opened,
    device: j.people.device.id,
    decision: null,
    decided_by: null,
    reason: null,
    replaced: null,
    changed: true,
  });
  announceCase(j, id, {
    type: 'case.opened',
    case: id,
    code,
    ...(household === null ? {} : { household }),
    ...(competing.length > 0 ? { competing } : {}),
    params,
  });
}

/** The household that an op is about which waits in a Case. */
export function householdOf({ id, household }: CaseState): string {
  return must(household, `Case ${id} names the household of its op`);
}

/** A Case concerns the device that recorded the op and those whose entries it competes with (CF-02: both workers). */
export function announceCase(j: Judging, id: string, event: Parameters<Batch['events']['push']>[0]['event']): void {
  const { village, household, competing } = must(j.batch.cases.get(id), `Case ${id} is loaded`);
  const devices = new Set([deviceOf(firstOfCase(id)), ...competing.map(deviceOf)]);
  devices.delete('');
  j.batch.events.push({
    event,
    village,
    grid: null,
    household,
    onlyDevices: [...devices],
    author: null,
  });
}
