/** Grids and natural villages of a village that the town does not know yet, as its roll tells them. */
import type { OpBodies } from '../../../domain/op.ts';
import { parseRoll } from '../../rolls/parseRoll.ts';
import { proposeNaturalVillage, readNaturalVillage } from '../../rolls/place.ts';
import type { Block } from '../../rolls/report.ts';
import type { Sheet } from '../../rolls/table.ts';

interface Named {
  readonly code: string;
  readonly name: string;
}

const GRIDS_MAX = 30;
/** In a roll whose natural villages have several households, a name at one alone is more likely a slip of the pen. */
const HOUSEHOLDS_MIN = 2;
/** Below this share of the name it resembles, a name is a slip of the pen. */
const SLIP_SHARE = 0.2;
const SPOKEN = ['', '一', '二', '三', '四', '五', '六', '七', '八', '九'];

/** 1 → 第一网格, 12 → 第十二网格. */
function gridName(number: number): string {
  const tens = Math.floor(number / 10);
  const words = `${tens === 0 ? '' : `${tens === 1 ? '' : SPOKEN[tens]}十`}${SPOKEN[number % 10]}`;
  return `第${words}网格`;
}

/**
 * The arrangement that a roll implies: its grids by their numbers, and each natural village in the grid where most of its
 * households are. A roll that names no grid gets one.
 */
export function arrangeFromRoll(sheets: readonly Sheet[], village: Named): OpBodies['town.arrange'] {
  const numbers = Array.from({ length: GRIDS_MAX }, (_, i) => i + 1);
  const codeOf = (number: number): string => `${village.code}-G${number}`;
  const { households } = parseRoll(sheets, {
    village,
    naturalVillages: [],
    grids: numbers.map((number) => ({ code: codeOf(number), name: gridName(number) })),
    birthYearMax: Number.MAX_SAFE_INTEGER,
  });
  const named = new Set(households.map(({ grid }) => grid));
  const used = numbers.filter((number) => named.has(codeOf(number)));
  const grids = used.length === 0 ? [1] : used;
  const places = naturalVillages(households);
  return {
    villages: [{ code: village.code, name: village.name }],
    grids: grids.map((number, i) => ({
      code: codeOf(number),
      village: village.code,
      name: `${village.name}${gridName(number)}`,
      naturalVillages: places
        .filter(({ grid }) => grid === codeOf(number) || (grid === '' && i === 0))
        .map(({ name }) => name),
    })),
  };
}

/** Natural villages with their grid ('' when the roll says none), the largest first. */
function naturalVillages(blocks: readonly Block[]): readonly { name: string; grid: string }[] {
  const byName = new Map<string, string[]>();
  for (const { naturalVillage, grid } of blocks) {
    if (naturalVillage !== '') byName.set(naturalVillage, [...(byName.get(naturalVillage) ?? []), grid]);
  }
  const sorted = [...byName].sort(([, a], [, b]) => b.length - a.length);
  const single = (sorted[0]?.[1].length ?? 0) < HOUSEHOLDS_MIN;
  const accepted: { name: string; grid: string; size: number }[] = [];
  for (const [name, grids] of sorted) {
    const alike =
      accepted.length === 0
        ? undefined
        : (readNaturalVillage(name, accepted) ?? proposeNaturalVillage(name, '', accepted));
    const size = accepted.find((place) => place.name === alike)?.size ?? 0;
    if ((grids.length < HOUSEHOLDS_MIN && !single) || grids.length < size * SLIP_SHARE) continue;
    accepted.push({ name, grid: mostFrequent(grids.filter((grid) => grid !== '')), size: grids.length });
  }
  return accepted;
}

function mostFrequent(values: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0] ?? '';
}
