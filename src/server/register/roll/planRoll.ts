/** A roll against the households of its village. Pure: the same bytes, place and decisions give the same plan. */
import type { OpBodies } from '../../../domain/op.ts';
import { profileOf } from '../../../domain/profile.ts';
import type { RollContext } from '../../rolls/context.ts';
import { mergeRecommended, type RollHousehold } from '../../rolls/mergeRecommended.ts';
import { parseRoll } from '../../rolls/parseRoll.ts';
import type { DuplicateGroup, RollReport } from '../../rolls/report.ts';
import type { Sheet } from '../../rolls/table.ts';
import { yearInTitle } from '../../rolls/yearInTitle.ts';
import { arrangeFromRoll } from './arrangeFromRoll.ts';
import type { KnownFile } from './planHousehold.ts';
import { type ImportPlan, planImport } from './planImport.ts';

export interface GridPlaces {
  readonly code: string;
  readonly name: string;
  readonly naturalVillages: readonly string[];
}

/** What the town has of the roll's village. */
export interface RollPlace {
  readonly village: { readonly code: string; readonly name: string };
  /** Null for a village that the town does not have yet: the roll says how it is divided. */
  readonly grids: readonly GridPlaces[] | null;
  readonly existing: readonly KnownFile[];
}

/** What a person decided about blocks that may be one household, by the group's number; the others are as recommended. */
export type RollDecisions = Readonly<Record<number, DuplicateGroup['recommended']>>;

export interface RollPlan {
  /** Grids and natural villages that a new village gets; null for one that the town has. */
  readonly arranged: OpBodies['town.arrange'] | null;
  readonly roll: RollReport;
  readonly households: readonly RollHousehold[];
  readonly plan: ImportPlan;
}

/** @param thisYear birth years after it are mistakes, unless the roll's title has its own year */
export function planRoll(
  sheets: readonly Sheet[],
  place: RollPlace,
  thisYear: number,
  decisions: RollDecisions = {},
): RollPlan {
  const arranged = place.grids === null ? arrangeFromRoll(sheets, place.village) : null;
  const grids = arranged?.grids ?? place.grids ?? [];
  const read = parseRoll(sheets, contextOf(place, grids, yearInTitle(sheets) ?? thisYear));
  const duplicates = read.duplicates.map((one) => ({ ...one, recommended: decisions[one.group] ?? one.recommended }));
  const roll = { ...read, duplicates };
  const households = mergeRecommended(roll);
  const codes = grids.map(({ code }) => code);
  return { arranged, roll, households, plan: planImport(households, place.existing, place.village.code, codes) };
}

function contextOf({ village, existing }: RollPlace, grids: readonly GridPlaces[], birthYearMax: number): RollContext {
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
