import type { ExistingHousehold, RollContext } from './context.ts';
import { type Problem, problem } from './problem.ts';
import type { Block } from './report.ts';
import { comparable } from './text.ts';

interface Matched {
  readonly blocks: readonly Block[];
  readonly problems: readonly Problem[];
}

/**
 * Finds the households the system already has, the surest way first: natural village, door plate and head together; then
 * the code, if the head or the plate agrees; last the head's name in the natural village where one side has no plate,
 * for blocks without a code of their own. A code that the system gave to somebody else is reported and not used.
 */
export function matchExisting(
  blocks: readonly Block[],
  context: RollContext,
  codeHeader: (sheet: string) => string,
): Matched {
  const existing = [...(context.existing ?? [])].sort((a, b) => (a.code < b.code ? -1 : 1));
  if (existing.length === 0) return { blocks, problems: [] };
  const byCode = new Map(existing.map((household) => [household.code, household]));
  const found = new Map<Block, ExistingHousehold>();
  const byAddress = new Map<string, ExistingHousehold>();
  for (const household of existing) {
    if (household.doorPlate !== '' && !byAddress.has(addressKey(household)))
      byAddress.set(addressKey(household), household);
  }
  for (const block of blocks) {
    const { naturalVillage, doorPlate } = block.recommended;
    const match = headsOf(block)
      .map((head) => byAddress.get(addressKey({ naturalVillage, doorPlate, head })))
      .find((household) => household !== undefined);
    if (match !== undefined) found.set(block, match);
  }
  for (const block of blocks) {
    const match = byCode.get(block.code);
    if (!found.has(block) && match !== undefined && agrees(match, block)) found.set(block, match);
  }
  matchByHead(blocks, existing, byCode, found);
  const taken = blocks.filter((block) => !found.has(block) && byCode.has(block.code));
  return {
    blocks: blocks.map((block) => ({
      ...block,
      recommended: { ...block.recommended, existingCode: found.get(block)?.code ?? null },
    })),
    problems: taken.map(({ sheet, row, code }) =>
      problem({ sheet, row, field: codeHeader(sheet) }, 'code_taken', code),
    ),
  };
}

/** Namesakes without plates cannot be told apart, so they are taken in the order of the roll, each household once. */
function matchByHead(
  blocks: readonly Block[],
  existing: readonly ExistingHousehold[],
  byCode: ReadonlyMap<string, ExistingHousehold>,
  found: Map<Block, ExistingHousehold>,
): void {
  const claimed = new Set(found.values());
  const keyOf = new Map(existing.map((household) => [household, headKey(household)]));
  for (const block of blocks) {
    if (found.has(block) || (block.code !== '' && !byCode.has(block.code))) continue;
    const { naturalVillage, doorPlate } = block.recommended;
    const keys = new Set<string | undefined>(headsOf(block).map((head) => headKey({ naturalVillage, head })));
    const free = existing.filter((household) => !claimed.has(household) && keys.has(keyOf.get(household)));
    const plateless = free.filter((household) => household.doorPlate === '');
    const match = plateless[0] ?? (doorPlate === '' && free.length === 1 ? free[0] : undefined);
    if (match === undefined) continue;
    found.set(block, match);
    claimed.add(match);
  }
}

/** Where the column of heads and the members disagree, the system may know either. */
function headsOf({ head, recommended }: Block): readonly string[] {
  return [...new Set([recommended.head, head])].filter((name) => name !== '');
}

function agrees(household: ExistingHousehold, block: Block): boolean {
  const heads = headsOf(block).map(comparable);
  const plate = comparable(block.recommended.doorPlate);
  return heads.includes(comparable(household.head)) || (plate !== '' && plate === comparable(household.doorPlate));
}

function headKey(household: { readonly naturalVillage: string; readonly head: string }): string {
  return [household.naturalVillage, household.head].map(comparable).join('\n');
}

function addressKey(household: Omit<ExistingHousehold, 'code'>): string {
  return [household.naturalVillage, household.doorPlate, household.head].map(comparable).join('\n');
}
