/** month.publish, objection.record, objection.answer: a month is closed and its list frozen; somebody objects and is answered. */
import { createHash } from 'node:crypto';
import { dayOf } from '../../domain/calendar.ts';
import type { ObjectionAnswered, ObjectionRecorded } from '../../domain/events/office.ts';
import { must } from '../../domain/must.ts';
import { answerDue } from '../../domain/objection.ts';
import type { Op, OpOf } from '../../domain/op.ts';
import { makePublication, type Unpublished } from '../../domain/publicity.ts';
import { APPLIED, applied, held, refused, type Verdict } from '../../domain/verdict.ts';
import { canonicalJson } from '../../protocol/canonical.ts';
import type { Judging } from './judging.ts';
import { chainEvents } from './ledger.ts';
import { countedBefore, knownAt, stillToCome } from './madeAgain.ts';
import { keyOf, takeUp } from './publicity.ts';
import { policyOf } from './setting.ts';
import type { PublicityOp } from './townOps.ts';

/** Ops about publicity wait for nothing else than that a restored town is whole again (SY-14). */
export function isPublicityOp(op: Op): op is PublicityOp {
  return op.kind === 'month.publish' || op.kind === 'objection.record' || op.kind === 'objection.answer';
}

/** The village that an op about publicity is of; undefined for an answer to what is not here. */
export function villageOfPublicity(j: Judging, op: PublicityOp): string | undefined {
  if (op.kind !== 'objection.answer') return op.body.village;
  return j.batch.publicity?.objections.get(op.body.objection)?.village;
}

/** Verdict on an op about publicity; `at` is its corrected instant, ms. */
export function judgePublicity(j: Judging, op: PublicityOp, ref: string, at: number): Verdict {
  switch (op.kind) {
    case 'month.publish':
      return publishList(j, op, ref, at);
    case 'objection.record':
      return recordObjection(j, op, ref, at);
    case 'objection.answer':
      return answerObjection(j, op, ref, at);
  }
}

/**
 * The list of a month, made once: of what the ledger says up to this very op. After a restore it is made when everything that was lost
 * can be here again, of what had been known then; a list that comes out as another one says so.
 */
function publishList(j: Judging, op: OpOf<'month.publish'>, ref: string, at: number): Verdict {
  const { village, month } = op.body;
  const publicity = must(j.batch.publicity, 'publicity is loaded');
  if (publicity.lists.has(keyOf(village, month))) return APPLIED;
  const former = countedBefore(j, op);
  const before = typeof former?.params?.document === 'string' ? former.params.document : undefined;
  const awaited = former && stillToCome(j, village);
  if (awaited !== undefined)
    return held('after_restore', {
      device: awaited,
      was: 'applied',
      ...(before === undefined ? {} : { document: before }),
    });

  const { town, zone_offset_minutes: zone } = j.batch.town;
  const known = must(publicity.villages.get(village), `village ${village} is loaded`);
  const { households, unpublished } = takeUp(j.batch, publicity, village, known);
  const { document, listed } = makePublication({
    town: { code: town, name: publicity.townName },
    village: { code: village, name: known.name },
    month,
    published: dayOf(at, zone),
    policy: policyOf(j.setting, village),
    ruleVersions: j.setting.ruleVersions,
    households,
    unpublished: former ? asKnownAt(unpublished, at) : unpublished,
  });
  const text = canonicalJson(document);
  const hash = createHash('sha256').update(text).digest('hex');
  const head = chainEvents(j.batch.town, j.batch.events).at(-1);
  const sums = {
    households: document.rows.length,
    entries: listed.length,
    points: document.rows.reduce((sum, row) => sum + row.total, 0),
    pending: document.pending,
  };
  const was = before !== undefined && before !== hash ? before : undefined;
  const seq = head?.seq ?? j.batch.town.feed_seq;
  const root = head?.hash ?? j.batch.town.feed_hash;
  say(j, village, {
    ...{ type: 'month.published', ref, village, month, by: op.by, at, document: hash, seq, root, ...sums },
    ...(was === undefined ? {} : { was }),
  });
  const { published, until } = document;
  publicity.lists.set(keyOf(village, month), { published, until });
  publicity.listed.add(listed);
  j.writes.publications.push({
    row: {
      ...{ village, month, ref, by_user: op.by, at, published, until, document: text, hash },
      ...{ root_seq: seq, root_hash: root, ...sums, was: was ?? null },
    },
    listed,
  });
  return applied('ok', { document: hash });
}

/** The deeds as they stood at an instant (ms): for a list that is made again. */
function asKnownAt(list: readonly Unpublished[], at: number): readonly Unpublished[] {
  return list.flatMap((one) => {
    const entry = knownAt(one.entry, at);
    return entry ? [{ ...one, entry }] : [];
  });
}

function recordObjection(j: Judging, op: OpOf<'objection.record'>, ref: string, at: number): Verdict {
  const { village, month, text, how, name, phone, about } = op.body;
  const list = j.batch.publicity?.lists.get(keyOf(village, month));
  const former = countedBefore(j, op);
  if (!list)
    return former ? held('after_restore', { was: 'applied' }) : refused('unknown_publication', { village, month });
  const today = dayOf(at, j.batch.town.zone_offset_minutes);
  const day = op.body.on ?? today;
  if (day > today || day < list.published)
    return refused('malformed', { field: 'on', reason: 'not a day since it hangs' });
  if (day > list.until && !former) return refused('objection_closed', { village, month, until: list.until });
  const due = answerDue(day);
  say(j, village, { type: 'objection.recorded', objection: ref, village, month, how, day, due });
  j.batch.publicity?.objections.set(ref, { village, answeredBy: null });
  j.batch.publicity?.open.get(keyOf(village, month))?.add(ref);
  j.writes.objections.push({
    ...{ id: ref, village, month, text, how, name: name ?? null, phone: phone ?? null },
    ...{ household: about?.household ?? null, entry: about?.entry ?? null, by_user: op.by, at, day, due },
  });
  return applied('ok', { due });
}

/** The first answer stands, like the first review (CF-24). */
function answerObjection(j: Judging, op: OpOf<'objection.answer'>, ref: string, at: number): Verdict {
  const { objection, outcome, answer, effects = [] } = op.body;
  const known = j.batch.publicity?.objections.get(objection);
  if (!known) {
    return countedBefore(j, op)
      ? held('after_restore', { was: 'applied' })
      : refused('unknown_objection', { objection });
  }
  if (known.answeredBy !== null) return refused('objection_answered', { objection, by: known.answeredBy });
  known.answeredBy = op.by;
  for (const ids of j.batch.publicity?.open.values() ?? []) ids.delete(objection);
  say(j, known.village, { type: 'objection.answered', objection, ref, outcome, by: op.by, at, effects });
  j.writes.answers.push({
    ...{ id: objection, outcome, answer, effects: [...effects] },
    ...{ answer_ref: ref, answered_by: op.by, answered_at: at },
  });
  return APPLIED;
}

type Said =
  | ObjectionRecorded
  | ObjectionAnswered
  | Extract<Parameters<Judging['batch']['events']['push']>[0]['event'], { type: 'month.published' }>;

/** For the chain alone: no device takes it up, and an older app does not know it. */
function say(j: Judging, village: string, event: Said): void {
  j.batch.events.push({ event, village, grid: null, household: null, onlyDevices: [], author: null });
}
