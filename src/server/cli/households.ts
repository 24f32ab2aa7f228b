/** What becomes of households, from the office's machine (CF-09): each command is one op of the console. */
import type { Kysely } from 'kysely';
import type { HouseholdFile } from '../../domain/household.ts';
import { freePoints, pointsOf } from '../../domain/points.ts';
import { fieldValue, profileOf } from '../../domain/profile.ts';
import { parseOp } from '../../protocol/opSchemas.ts';
import { verdictText } from '../../protocol/verdictText.ts';
import type { VerdictNames } from '../../protocol/verdictWords/said.ts';
import type { Database } from '../db/schema.ts';
import { readFiles } from '../feed/snapshot.ts';
import { type ConsoleOp, recordAsConsole } from '../ingest/console.ts';
import { CliError } from './cliError.ts';
import { villageNamed } from './database.ts';

/** Codes in the judge's sentences stay codes here: that is what is typed. */
const NAMES: VerdictNames = {
  rule: (code) => code,
  person: (id) => id,
  day: (day) => day,
  household: (code) => code,
  goods: (sku) => sku,
};

export interface SplitWanted {
  readonly household: string;
  readonly to: string;
  readonly head: string;
  /** Names or ids of members. */
  readonly members: readonly string[];
  readonly phone: string;
  readonly doorPlate: string | undefined;
  readonly points: number;
  readonly reason: string;
}

export interface MoveWanted {
  readonly household: string;
  /** Code or name; the village it lives in when left out. */
  readonly village: string | undefined;
  /** Code or name. */
  readonly grid: string;
  readonly naturalVillage: string | undefined;
  readonly doorPlate: string | undefined;
  readonly reason: string;
}

/** Makes two households one. Gives the lines to print. @throws CliError */
export async function mergeHouseholds(
  db: Kysely<Database>,
  town: string,
  wanted: { readonly household: string; readonly into: string; readonly reason: string },
): Promise<readonly string[]> {
  const [household, into] = [codeOf(wanted.household), codeOf(wanted.into)];
  await fileOf(db, town, household);
  await fileOf(db, town, into);
  await record(db, town, { kind: 'household.merge', body: { household, into, reason: wanted.reason } });
  const file = await fileOf(db, town, household);
  return [
    `${household} 已并到 ${into}。${household} 以后的记录和积分都归 ${into}。`,
    `${household} is merged into ${into}: later records and points are its own.`,
    ...figures(await fileOf(db, town, into)),
    ...(pointsOf(file).allotted > 0
      ? [
          `还有 ${pointsOf(file).allotted} 分额度在设备上，设备联网交回后也归 ${into}。`,
          `${pointsOf(file).allotted} points are still out on devices; they follow when the devices return them.`,
        ]
      : []),
  ];
}

/** Lets some members be a household of their own. Gives the lines to print. @throws CliError */
export async function splitHousehold(
  db: Kysely<Database>,
  town: string,
  wanted: SplitWanted,
): Promise<readonly string[]> {
  const household = codeOf(wanted.household);
  const to = codeOf(wanted.to);
  const file = await fileOf(db, town, household);
  const members = wanted.members.map((one) => memberId(file, one));
  const { head, phone, points, reason } = wanted;
  const doorPlate = wanted.doorPlate ?? String(fieldValue(file, 'doorPlate') ?? '');
  const body = { household, to, head, phone, doorPlate, members, points, reason };
  await record(db, town, { kind: 'household.split', body });
  return [
    `已从 ${household} 分出 ${to} ${head}家。`,
    `${to} was split from ${household}.`,
    ...figures(await fileOf(db, town, household)),
    ...figures(await fileOf(db, town, to)),
  ];
}

/** Moves a household to another grid or village. Gives the lines to print. @throws CliError */
export async function moveHousehold(
  db: Kysely<Database>,
  town: string,
  wanted: MoveWanted,
): Promise<readonly string[]> {
  const household = codeOf(wanted.household);
  const file = await fileOf(db, town, household);
  const village = wanted.village === undefined ? file.village : (await villageNamed(db, town, wanted.village)).code;
  const grid = await gridNamed(db, town, village, wanted.grid);
  const profile = profileOf(file);
  const naturalVillage = wanted.naturalVillage ?? profile.naturalVillage;
  const doorPlate = wanted.doorPlate ?? profile.doorPlate;
  const { reason } = wanted;
  await record(db, town, {
    kind: 'household.move',
    body: { household, village, grid, naturalVillage, doorPlate, reason },
  });
  return [
    `${household} 已迁到 ${village} ${grid}，门牌 ${doorPlate}。`,
    `${household} now lives in ${village} ${grid}.`,
    ...figures(await fileOf(db, town, household)),
  ];
}

/** Closes a household. Gives the lines to print. @throws CliError */
export async function closeHousehold(
  db: Kysely<Database>,
  town: string,
  wanted: { readonly household: string; readonly reason: string },
): Promise<readonly string[]> {
  const household = codeOf(wanted.household);
  await fileOf(db, town, household);
  await record(db, town, { kind: 'household.close', body: { household, reason: wanted.reason } });
  const free = freePoints(pointsOf(await fileOf(db, town, household)));
  return [
    `${household} 已销户。`,
    `${household} is closed.`,
    ...(free > 0
      ? [
          `还剩 ${free} 分。要给别的户，就并过去：npm run town -- household merge ${household} 户编号 --reason …`,
          `${free} points are left; merge it into another household to pass them on.`,
        ]
      : []),
  ];
}

function codeOf(typed: string): string {
  return typed.trim().toUpperCase();
}

async function fileOf(db: Kysely<Database>, town: string, household: string): Promise<HouseholdFile> {
  const [file] = await readFiles(db, town, [household]);
  if (file) return file;
  throw new CliError(`没有 ${household} 这一户，请核对户编号。`, `There is no household ${household}.`, 2);
}

function memberId(file: HouseholdFile, wanted: string): string {
  const members = Object.entries(profileOf(file).members);
  const found = members.filter(([id, member]) => id === wanted || member.name === wanted);
  const [only] = found;
  if (only && found.length === 1) return only[0];
  const list = members.map(([id, member]) => `${id} ${member.name}`).join('、');
  if (found.length > 1)
    throw new CliError(
      `${file.code} 有几个“${wanted}”，请写编号：${list}`,
      `Several are called so, use ids: ${list}`,
      2,
    );
  throw new CliError(`${file.code} 没有“${wanted}”这个人：${list}`, `${file.code} has no member ${wanted}: ${list}`, 2);
}

async function gridNamed(db: Kysely<Database>, town: string, village: string, wanted: string): Promise<string> {
  const grids = await db
    .selectFrom('grids')
    .select(['code', 'name'])
    .where('town', '=', town)
    .where('village', '=', village)
    .orderBy('code')
    .execute();
  const found = grids.find(({ code, name }) => code === wanted.toUpperCase() || name === wanted);
  if (found) return found.code;
  const list = grids.map(({ code, name }) => `${code} ${name}`).join('、') || '（还没有 · none yet）';
  throw new CliError(`${village} 没有“${wanted}”这个网格：${list}`, `${village} has no grid ${wanted}: ${list}`, 2);
}

async function record(db: Kysely<Database>, town: string, op: ConsoleOp): Promise<void> {
  const parsed = parseOp({ seq: 0, kind: op.kind, body: op.body, by: '', at: 0, schema: 1 });
  if (!parsed.ok && !parsed.unknown) {
    throw new CliError(`${parsed.field} 写得不对。`, `${parsed.field} is not well formed: ${parsed.reason}.`, 2);
  }
  const [judged] = await recordAsConsole(db, town, [op]);
  if (judged?.verdict.outcome === 'applied') return;
  const verdict = judged?.verdict ?? { code: 'malformed' as const };
  throw new CliError(verdictText(verdict, 'zh-CN', NAMES), verdictText(verdict, 'en', NAMES));
}

function figures(file: HouseholdFile): readonly string[] {
  const points = pointsOf(file);
  const profile = profileOf(file);
  const people = Object.values(profile.members).length;
  return [
    `  ${file.code} ${profile.head}家：${people} 人，累计 ${points.earned} 分，可兑 ${freePoints(points)} 分，设备额度 ${points.allotted} 分`,
  ];
}
