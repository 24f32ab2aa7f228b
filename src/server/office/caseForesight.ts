import type { Kysely } from 'kysely';
import type { OpBodies } from '../../domain/op.ts';
import type { Points } from '../../domain/points.ts';
import { FORESEEN_HOUSEHOLDS_MAX, type ForeseenAll, type ForeseenHousehold } from '../../protocol/officeCaseWork.ts';
import type { Session } from '../auth/session.ts';
import type { Database } from '../db/schema.ts';
import { foresee, type PointsChange } from '../ingest/foresee.ts';

/** What a person's decisions would do to the points of households, 累计 and 可兑 before and after. Nothing is changed. */
export async function foreseeCases(
  db: Kysely<Database>,
  session: Session,
  bodies: readonly OpBodies['case.decide'][],
  now: number,
): Promise<ForeseenAll> {
  const foreseen = await foresee(db, session.town, session, bodies, now);
  const whole = new Map<string, ForeseenHousehold>();
  for (const change of foreseen.flatMap((one) => one.changes)) {
    const known = whole.get(change.household);
    whole.set(change.household, { ...household(change), ...(known ? { before: known.before } : {}) });
  }
  const changed = [...whole.values()];
  const sum = (what: 'earned' | 'redeemable') =>
    changed.reduce((total, { before, after }) => total + after[what] - before[what], 0);
  return {
    decisions: foreseen.map(({ verdict, found, changes, ops }, i) => ({
      case: bodies[i]?.case ?? '',
      outcome: verdict.outcome,
      code: verdict.code,
      params:
        verdict.params === undefined ? null : ({ ...verdict.params } as ForeseenAll['decisions'][number]['params']),
      // Of another village's Case nobody learns that it exists.
      now: verdict.code === 'unknown_case' || !found ? null : { why: found.code, decided: found.decided },
      households: changes.slice(0, FORESEEN_HOUSEHOLDS_MAX).map(household),
      ops: ops ? counted(ops) : null,
    })),
    households: changed.slice(0, FORESEEN_HOUSEHOLDS_MAX),
    changed: changed.length,
    earned: sum('earned'),
    redeemable: sum('redeemable'),
  };
}

function household({ household: code, head, before, after }: PointsChange): ForeseenHousehold {
  return { code, head, before: figures(before), after: figures(after) };
}

function figures({ earned, final, redeemed }: Points) {
  return { earned, redeemable: final - redeemed };
}

function counted(outcomes: readonly ('applied' | 'held' | 'refused')[]) {
  const of = (outcome: string) => outcomes.filter((one) => one === outcome).length;
  return { applied: of('applied'), held: of('held'), refused: of('refused') };
}
