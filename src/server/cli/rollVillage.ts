import type { Kysely } from 'kysely';
import type { Database } from '../db/schema.ts';
import type { Sheet } from '../rolls/table.ts';
import { comparable } from '../rolls/text.ts';
import { CliError } from './cliError.ts';
import { type TownName, villageNamed, villagesOf } from './database.ts';

/** A roll's title and the like stand in its first rows. */
const TITLE_ROWS = 5;
const CODE_CELL = /^([A-Z]{1,6})[-_—–]\d{1,6}$/;
const NEW_VILLAGE = /^([A-Z][A-Z0-9]{0,5})=(\S{1,40})$/;

export interface RollVillage extends TownName {
  /** The town does not have it yet; the import adds it. */
  readonly isNew: boolean;
}

/**
 * The village a roll belongs to: the one named (`XW`, `下湾村`, or `XW=下湾村` for a new one), else the one that the roll's
 * household codes or its title speak of.
 * @throws CliError when that is none or not clear
 */
export async function rollVillage(
  db: Kysely<Database>,
  town: string,
  wanted: string | undefined,
  sheets: readonly Sheet[],
): Promise<RollVillage> {
  const villages = await villagesOf(db, town);
  if (wanted !== undefined) return named(db, town, wanted, villages);
  const prefix = mainPrefix(sheets);
  const found = prefix === undefined ? inTitle(sheets, villages) : villages.filter(({ code }) => code === prefix);
  const [only] = found;
  if (only !== undefined && found.length === 1) return { ...only, isNew: false };
  throw unclear(prefix, villages);
}

async function named(
  db: Kysely<Database>,
  town: string,
  wanted: string,
  villages: readonly TownName[],
): Promise<RollVillage> {
  const [, code, name] = NEW_VILLAGE.exec(wanted) ?? [];
  if (code === undefined || name === undefined) {
    const village = await villageNamed(db, town, wanted).catch((error: unknown) => {
      if (!(error instanceof CliError)) throw error;
      throw new CliError(
        `${error.zh}\n要新建这个村，请写成 --village 代码=村名，例如 --village XW=下湾村`,
        `${error.en}\nTo add it, write --village CODE=NAME, such as --village XW=下湾村`,
        2,
      );
    });
    return { ...village, isNew: false };
  }
  const known = villages.find((village) => village.code === code || village.name === name);
  if (known === undefined) return { code, name, isNew: true };
  if (known.code === code && known.name === name) return { ...known, isNew: false };
  throw new CliError(
    `镇里已有 ${known.code} ${known.name}，与 ${wanted} 对不上。`,
    `The town has ${known.code} ${known.name} already, which does not fit ${wanted}.`,
    2,
  );
}

/** The letters in front of most household codes; undefined for a roll without codes. */
function mainPrefix(sheets: readonly Sheet[]): string | undefined {
  const counts = new Map<string, number>();
  for (const { rows } of sheets) {
    for (const cell of rows.flatMap(({ cells }) => cells)) {
      const prefix = CODE_CELL.exec(comparable(cell).toUpperCase())?.[1];
      if (prefix !== undefined) counts.set(prefix, (counts.get(prefix) ?? 0) + 1);
    }
  }
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0];
}

function inTitle(sheets: readonly Sheet[], villages: readonly TownName[]): readonly TownName[] {
  const titles = sheets.flatMap(({ name, rows }) => [name, ...rows.slice(0, TITLE_ROWS).flatMap(({ cells }) => cells)]);
  return villages.filter(({ name }) => titles.some((title) => comparable(title).includes(comparable(name))));
}

function unclear(prefix: string | undefined, villages: readonly TownName[]): CliError {
  const list = villages.map(({ code, name }) => `${code} ${name}`).join('、') || '（还没有 · none yet）';
  const said = prefix === undefined ? '' : `花名册里的户编号以 ${prefix} 开头。`;
  const saidEn = prefix === undefined ? '' : `Its household codes begin with ${prefix}. `;
  return new CliError(
    `看不出这份花名册是哪个村的。${said}镇里已有：${list}。\n请加 --village，例如 --village XW；新的村写成 --village XW=下湾村。`,
    `It is not clear which village this roll belongs to. ${saidEn}The town has: ${list}.\nAdd --village, such as --village XW, or --village XW=下湾村 for a new one.`,
    2,
  );
}
