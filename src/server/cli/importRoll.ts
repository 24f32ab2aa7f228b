import type { Kysely } from 'kysely';
import type { OpBodies } from '../../domain/op.ts';
import { profileOf } from '../../domain/profile.ts';
import type { Database } from '../db/schema.ts';
import { withSetupLock } from '../demo/setupLock.ts';
import { type ConsoleOp, recordAsConsole } from '../ingest/console.ts';
import type { RollContext } from '../rolls/context.ts';
import { mergeRecommended, type RollHousehold } from '../rolls/mergeRecommended.ts';
import { parseRoll } from '../rolls/parseRoll.ts';
import { readTable } from '../rolls/readTable.ts';
import type { RollReport } from '../rolls/report.ts';
import { arrangeFromRoll } from './arrangeFromRoll.ts';
import type { KnownFile } from './planHousehold.ts';
import { type ImportPlan, type PlannedOp, planImport } from './planImport.ts';
import { type RollVillage, rollVillage, yearInTitle } from './rollVillage.ts';

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
export interface ImportOutcome {
  readonly file: string;
  readonly village: RollVillage;
  readonly dryRun: boolean;
  /** Grids and natural villages that a new village got; null for a village that the town had. */
  readonly arranged: OpBodies['town.arrange'] | null;
  readonly roll: RollReport;
  readonly households: readonly RollHousehold[];
  readonly plan: ImportPlan;
  /** How many ops were recorded; 0 when the roll says nothing new. */
  readonly recorded: number;
  /** Households whose op the judge did not take, such as a name too long to be one. */
  readonly notTaken: readonly (Omit<PlannedOp, 'op'> & { readonly code: string; readonly field: string })[];
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
    const arranged = village.isNew ? arrangeFromRoll(sheets, village) : null;
    const existing = await householdsOf(db, town, village.code);
    const grids = arranged?.grids ?? (await gridsOf(db, town, village.code));
    const context = contextOf(village, grids, existing, yearInTitle(sheets) ?? request.thisYear);
    const roll = parseRoll(sheets, context);
    const households = mergeRecommended(roll);
    const codes = grids.map(({ code }) => code);
    const plan = planImport(households, existing, village.code, codes);
    const planned = [...plan.added, ...plan.changed];
    const useful = arranged !== null && households.length > 0;
    const first: readonly ConsoleOp[] = useful ? [{ kind: 'town.arrange', body: arranged }] : [];
    const ops = [...first, ...planned.map(({ op }) => op)];
    const verdicts = request.dryRun ? [] : await recordAsConsole(db, town, ops);
    const notTaken = verdicts.slice(first.length).flatMap(({ verdict }, i) => {
      const at = planned[i];
      if (at === undefined || verdict.outcome === 'applied') return [];
      const { household, head, sources } = at;
      return [{ household, head, sources, code: verdict.code, field: String(verdict.params?.field ?? '') }];
    });
    const { dryRun, fileName: file } = request;
    const recorded = verdicts.length - notTaken.length;
    return { file, village, dryRun, arranged, roll, households, plan, recorded, notTaken };
  });
}

interface GridPlaces {
  readonly code: string;
  readonly name: string;
  readonly naturalVillages: readonly string[];
}

async function gridsOf(db: Kysely<Database>, town: string, village: string): Promise<readonly GridPlaces[]> {
  return db
    .selectFrom('grids')
    .select(['code', 'name', 'natural_villages as naturalVillages'])
    .where('town', '=', town)
    .where('village', '=', village)
    .orderBy('code')
    .execute();
}

async function householdsOf(db: Kysely<Database>, town: string, village: string): Promise<readonly KnownFile[]> {
  const rows = await db
    .selectFrom('households')
    .select(['code', 'grid', 'base', 'edits', 'lineage'])
    .where('town', '=', town)
    .where('village', '=', village)
    .orderBy('code')
    .execute();
  return rows.map(({ lineage, ...row }) => ({ ...row, ...lineage }));
}

function contextOf(
  village: RollVillage,
  grids: readonly GridPlaces[],
  existing: readonly KnownFile[],
  birthYearMax: number,
): RollContext {
  return {
    village: { code: village.code, name: village.name },
    naturalVillages: grids.flatMap(({ code, naturalVillages }) =>
      naturalVillages.map((name) => ({ name, grid: code })),
    ),
    // 下湾村第一网格 is 第一网格 in the village's own papers.
    grids: grids.map(({ code, name }) => ({ code, name, aliases: [name.replace(village.name, '')] })),
    existing: existing.map((file) => {
      const { naturalVillage, doorPlate, head } = profileOf(file);
      return { code: file.code, naturalVillage, doorPlate, head };
    }),
    birthYearMax,
  };
}
