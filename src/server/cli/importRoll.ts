import type { Kysely } from 'kysely';
import type { Database } from '../db/schema.ts';
import { withSetupLock } from '../demo/setupLock.ts';
import { planRoll, type RollPlan } from '../register/roll/planRoll.ts';
import { type RollRecorded, recordRoll } from '../register/roll/recordRoll.ts';
import { rollPlace } from '../register/roll/rollPlace.ts';
import { readTable } from '../rolls/readTable.ts';
import { type RollVillage, rollVillage } from './rollVillage.ts';

export interface ImportRequest {
  readonly bytes: Uint8Array;
  readonly fileName: string;
  /** As typed: a code, a name, or `CODE=NAME` for a new village. */
  readonly village?: string | undefined;
  /** Tells what would happen and changes nothing. */
  readonly dryRun: boolean;
  /** Birth years after this are mistakes, unless the roll's title has its own year. */
  readonly thisYear: number;
}

/** Everything about one import; written as it is by `--json`. Holds no national id number: the reader drops them. */
export interface ImportOutcome extends RollPlan, RollRecorded {
  readonly file: string;
  readonly village: RollVillage;
  readonly dryRun: boolean;
}

/**
 * Imports a household roll: registers the households that the town does not have and edits the ones that differ, as ops of
 * the console. Importing the same roll again records nothing.
 * @throws RollReadError when the file is no table, CliError when the village is not clear
 */
export async function importRoll(db: Kysely<Database>, town: string, request: ImportRequest): Promise<ImportOutcome> {
  const sheets = readTable(request.bytes, request.fileName);
  return withSetupLock(db, async () => {
    const village = await rollVillage(db, town, request.village, sheets);
    const planned = planRoll(sheets, await rollPlace(db, town, village, village.isNew), request.thisYear);
    const { dryRun, fileName: file } = request;
    const done = dryRun ? { recorded: 0, notTaken: [] } : await recordRoll(db, town, planned);
    return { file, village, dryRun, ...planned, ...done };
  });
}
