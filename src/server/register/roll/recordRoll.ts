import type { Kysely } from 'kysely';
import { gatherStatistics } from '../../db/gatherStatistics.ts';
import type { Database } from '../../db/schema.ts';
import { CONSOLE_USER, type ConsoleOp, recordAsConsole } from '../../ingest/console.ts';
import type { PlannedOp } from './planImport.ts';
import type { RollPlan } from './planRoll.ts';

/** Households of one transaction: short enough that a cancel is heard soon and nobody waits long for the town's lock. */
const AT_ONCE = 100;

/** A household whose op the judge did not take, such as a name too long to be one. */
export type NotTaken = Omit<PlannedOp, 'op'> & { readonly code: string; readonly field: string };

export interface RollRecorded {
  /** How many ops were recorded; 0 when the roll says nothing new. */
  readonly recorded: number;
  readonly notTaken: readonly NotTaken[];
}

export interface RecordRollOptions {
  /** Whose import it is; the command line's own user when left out. */
  readonly by?: string;
  /** Which of the planned changes are wanted; all of them when left out. */
  readonly wanted?: (one: PlannedOp) => boolean;
  /** Hears of the households done, between two transactions; throws to stop. */
  readonly progress?: (done: number, total: number) => Promise<void>;
}

/** Records what a plan changes. Doing it again after the half of it changes only the rest. */
export async function recordRoll(
  db: Kysely<Database>,
  town: string,
  { arranged, households, plan }: Pick<RollPlan, 'arranged' | 'households' | 'plan'>,
  { by = CONSOLE_USER, wanted = () => true, progress = async () => undefined }: RecordRollOptions = {},
): Promise<RollRecorded> {
  const planned = [...plan.added, ...plan.changed].filter(wanted);
  const notTaken: NotTaken[] = [];
  let recorded = 0;
  if (arranged !== null && households.length > 0) {
    await progress(0, planned.length);
    recorded += taken(await recordAsConsole(db, town, [{ kind: 'town.arrange', body: arranged }], by)).length;
  }
  for (let from = 0; from < planned.length; from += AT_ONCE) {
    await progress(from, planned.length);
    const part = planned.slice(from, from + AT_ONCE);
    const verdicts = await recordAsConsole(
      db,
      town,
      part.map(({ op }): ConsoleOp => op),
      by,
    );
    recorded += taken(verdicts).length;
    for (const [i, { household, head, sources }] of part.entries()) {
      const verdict = verdicts[i]?.verdict;
      if (verdict === undefined || verdict.outcome === 'applied') continue;
      notTaken.push({ household, head, sources, code: verdict.code, field: String(verdict.params?.field ?? '') });
    }
  }
  if (recorded > 0) await gatherStatistics(db);
  await progress(planned.length, planned.length);
  return { recorded, notTaken };
}

function taken<T extends { readonly verdict: { readonly outcome: string } }>(verdicts: readonly T[]): readonly T[] {
  return verdicts.filter(({ verdict }) => verdict.outcome === 'applied');
}
