import type { ExistingHousehold, RollContext } from './context.ts';
import { type Problem, problem } from './problem.ts';
import type { Block } from './report.ts';
import { comparable } from './text.ts';

interface Matched {
  readonly blocks: readonly Block[];
  readonly problems: readonly Problem[];
}

/**
 * Finds the households the system already has. Natural village, door plate and head together say most; without that, the
 * code counts if the head or the plate agrees; last, the only head of that name in the natural village where one of the
 * two has no plate. A code that the system gave to somebody else is reported and not used.
 */
export function matchExisting(
  blocks: readonly Block[],
  context: RollContext,
  codeHeader: (sheet: string) => string,
): Matched {
  const existing = context.existing ?? [];
  if (existing.length === 0) return { blocks, problems: [] };
  const byCode = new Map(existing.map((household) => [household.code, household]));
  const byAddress = new Map(existing.map((household) => [addressKey(household), household]));
  const byHead = new Map<string, ExistingHousehold[]>();
  for (const household of existing) {
    const key = headKey(household);
    byHead.set(key, [...(byHead.get(key) ?? []), household]);
  }
  const problems: Problem[] = [];
  const matched = blocks.map((block): Block => {
    const { naturalVillage, doorPlate } = block.recommended;
    const place = { naturalVillage, doorPlate, head: block.head };
    const atCode = block.code === '' ? undefined : byCode.get(block.code);
    const isAtCode =
      atCode !== undefined && (sameName(atCode.head, block.head) || samePlate(atCode.doorPlate, doorPlate));
    const names = byHead.get(headKey(place)) ?? [];
    const plateless = names.length === 1 && block.code === '' && (doorPlate === '' || names[0]?.doorPlate === '');
    const found =
      (doorPlate === '' ? undefined : byAddress.get(addressKey(place))) ??
      (isAtCode ? atCode : undefined) ??
      (plateless ? names[0] : undefined);
    if (found === undefined && atCode !== undefined) {
      const at = { sheet: block.sheet, row: block.row, field: codeHeader(block.sheet) };
      problems.push(problem(at, 'code_taken', block.code));
    }
    return { ...block, recommended: { ...block.recommended, existingCode: found?.code ?? null } };
  });
  return { blocks: matched, problems };
}

function sameName(a: string, b: string): boolean {
  return a !== '' && comparable(a) === comparable(b);
}

function samePlate(a: string, b: string): boolean {
  return a !== '' && comparable(a) === comparable(b);
}

function headKey(household: { readonly naturalVillage: string; readonly head: string }): string {
  return [household.naturalVillage, household.head].map(comparable).join('\n');
}

function addressKey(household: Omit<ExistingHousehold, 'code'>): string {
  return [household.naturalVillage, household.doorPlate, household.head].map(comparable).join('\n');
}
