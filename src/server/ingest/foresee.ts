/** What decisions about Cases would do: judged like the decisions themselves, on the same state, and nothing is written. */
import type { Kysely } from 'kysely';
import { must } from '../../domain/must.ts';
import { OP_SCHEMA, type OpBodies } from '../../domain/op.ts';
import { freePoints, NO_POINTS, type Points } from '../../domain/points.ts';
import { profileOf } from '../../domain/profile.ts';
import type { Actor } from '../../domain/role.ts';
import type { Verdict } from '../../domain/verdict.ts';
import { parseOp } from '../../protocol/opSchemas.ts';
import type { Database } from '../db/schema.ts';
import { Batch } from './batch.ts';
import { loadHealing } from './healing.ts';
import { judgeOp } from './judgeOps.ts';
import { judgingFor } from './push.ts';

/** A household's points before and after. */
export interface PointsChange {
  readonly household: string;
  readonly head: string;
  readonly before: Points;
  readonly after: Points;
}

export interface ForeseenDecision {
  readonly verdict: Verdict;
  /** The Case as it is before the decision; undefined when there is none. */
  readonly found: { readonly code: string; readonly decided: boolean; readonly village: string | null } | undefined;
  readonly changes: readonly PointsChange[];
  /** Of a Case of several ops: what would become of each. */
  readonly ops: readonly Verdict['outcome'][] | undefined;
}

/** No device ever has this id: it is not of the alphabet of ids (SY-2). */
const NO_DEVICE = 'LOOK';

/** What these decisions, taken by a person at an office browser one after the other, would do now. */
export async function foresee(
  db: Kysely<Database>,
  town: string,
  decider: Actor,
  bodies: readonly OpBodies['case.decide'][],
  now: number,
): Promise<readonly ForeseenDecision[]> {
  return db
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute(async (trx) => {
      const row = await trx
        .selectFrom('towns')
        .select(['town', 'zone_offset_minutes', 'epoch', 'feed_seq', 'feed_hash'])
        .where('town', '=', town)
        .executeTakeFirstOrThrow();
      const batch = new Batch(row);
      batch.healing = await loadHealing(trx, town);
      const raws = bodies.map((body, i) => ({
        ...{ seq: i + 1, kind: 'case.decide' as const, body },
        ...{ by: decider.id, at: now, schema: OP_SCHEMA },
      }));
      const parsed = raws.map((raw) => parseOp(raw));
      const pushing = {
        device: { ...imaginary(), village: decider.village },
        actors: new Map([[decider.id, decider]]),
        authors: new Set([decider.id]),
      };
      const judging = await judgingFor(trx, batch, pushing, parsed, now);
      return raws.map((raw, i) => {
        const open = batch.cases.get(raw.body.case);
        const found = open && { code: open.code, decided: open.decision !== null, village: open.village };
        const before = pointsOfAll(batch);
        const opsBefore = batch.caseOps.length;
        const verdict = judgeOp(judging, raw, must(parsed[i], 'every op is parsed'), now);
        const grouped = batch.groups.has(raw.body.case) && raw.body.decision === 'accept';
        const ops = grouped ? batch.caseOps.slice(opsBefore).flatMap((op) => op.outcome ?? []) : undefined;
        return { verdict, found, changes: changesSince(batch, before), ops };
      });
    });
}

function imaginary() {
  const none = { publicKey: '', highSeq: 0, highHash: '', genesis: '', revoked: false };
  return { id: NO_DEVICE, kind: 'office' as const, ...none };
}

function pointsOfAll(batch: Batch): ReadonlyMap<string, Points> {
  return new Map([...batch.households].map(([code, { points }]) => [code, points]));
}

function changesSince(batch: Batch, before: ReadonlyMap<string, Points>): readonly PointsChange[] {
  return [...batch.households].flatMap(([household, { file, points }]) => {
    const was = before.get(household) ?? NO_POINTS;
    if (was === points || !differs(was, points)) return [];
    return { household, head: profileOf(file).head, before: was, after: points };
  });
}

function differs(a: Points, b: Points): boolean {
  return a.earned !== b.earned || a.final - a.redeemed !== b.final - b.redeemed || freePoints(a) !== freePoints(b);
}
