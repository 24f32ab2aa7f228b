import type { Block, BlockRef, DuplicateGroup, DuplicateReason, Namesake } from './report.ts';
import { comparable } from './text.ts';

const messages: Readonly<Record<DuplicateReason, string>> = {
  same_code_same_head: '同一户登记两次',
  same_head_same_door: '户主和门牌相同，编号不同或缺一个，多为同一户登记两次',
  same_door_different_head: '同一门牌两个户主，多为父子已换户主',
  same_code_different_head: '两户用了同一个户编号，后一户需改编号',
  both_sheets: '同时登记为在村和外出，需确认状态',
};

interface Pair {
  readonly reason: DuplicateReason;
  readonly merge: boolean;
}

/** Do the two blocks list the head of one among the people of the other? Then two heads are one household that changed. */
function shareHead(a: Block, b: Block): boolean {
  const names = (block: Block): ReadonlySet<string> => new Set(block.members.map(({ name }) => comparable(name)));
  return names(a).has(comparable(b.head)) || names(b).has(comparable(a.head));
}

function compare(a: Block, b: Block): Pair | undefined {
  // The system knows them as two households: only the office makes them one, by a merge.
  const [one, two] = [a.recommended.existingCode, b.recommended.existingCode];
  if (one !== null && two !== null && one !== two) return undefined;
  const sameCode = a.code !== '' && a.code === b.code;
  const sameHead = a.head !== '' && comparable(a.head) === comparable(b.head);
  const plate = (block: Block): string => block.doorPlate || block.recommended.doorPlate;
  const sameDoor = plate(a) !== '' && plate(a) === plate(b);
  if (sameHead && (sameCode || sameDoor)) {
    if (a.status !== b.status) return { reason: 'both_sheets', merge: true };
    return { reason: sameCode ? 'same_code_same_head' : 'same_head_same_door', merge: true };
  }
  if (sameDoor) return { reason: 'same_door_different_head', merge: shareHead(a, b) };
  return sameCode ? { reason: 'same_code_different_head', merge: shareHead(a, b) } : undefined;
}

function ref({ sheet, row, code, head }: Block): BlockRef {
  return { sheet, row, code, head };
}

/** Values by key, in order of first appearance; blank keys are nobody's. */
function indexBy(blocks: readonly Block[], key: (block: Block) => string): readonly (readonly Block[])[] {
  const groups = new Map<string, Block[]>();
  for (const block of blocks) {
    const value = key(block);
    if (value !== '') groups.set(value, [...(groups.get(value) ?? []), block]);
  }
  return [...groups.values()].filter((group) => group.length > 1);
}

/**
 * Groups of blocks that may be one household, with what we would do. Blocks that belong together by several pairs make
 * one group; pairs that share only a code or a plate and no person stay two households and make their own group.
 */
export function findDuplicates(blocks: readonly Block[]): readonly DuplicateGroup[] {
  const order = new Map(blocks.map((block, index) => [block, index]));
  const at = (block: Block): number => order.get(block) ?? 0;
  const near = [
    ...indexBy(blocks, ({ code }) => code),
    ...indexBy(blocks, ({ doorPlate, recommended }) => doorPlate || recommended.doorPlate),
  ];
  const merged: { reason: DuplicateReason; blocks: Set<Block> }[] = [];
  const kept = new Map<string, { reason: DuplicateReason; blocks: Set<Block> }>();
  for (const group of near) {
    for (const [index, a] of group.entries()) {
      for (const b of group.slice(index + 1)) {
        const pair = compare(a, b);
        if (pair === undefined) continue;
        if (!pair.merge) {
          kept.set(`${at(a)},${at(b)}`, { reason: pair.reason, blocks: new Set([a, b]) });
          continue;
        }
        const touching = merged.filter((candidate) => candidate.blocks.has(a) || candidate.blocks.has(b));
        const joined = { reason: touching[0]?.reason ?? pair.reason, blocks: new Set([a, b]) };
        for (const other of touching) {
          for (const block of other.blocks) joined.blocks.add(block);
          merged.splice(merged.indexOf(other), 1);
        }
        merged.push(joined);
      }
    }
  }
  const sorted = (set: ReadonlySet<Block>): readonly Block[] => [...set].sort((a, b) => at(a) - at(b));
  const separate = [...kept.values()].filter(
    ({ blocks: pair }) => !merged.some((group) => [...pair].every((block) => group.blocks.has(block))),
  );
  return [
    ...merged.map((group) => ({ ...group, recommended: 'merge' as const })),
    ...separate.map((group) => ({ ...group, recommended: 'keep_both' as const })),
  ]
    .map((group) => ({ ...group, list: sorted(group.blocks) }))
    .sort((a, b) => Math.min(...a.list.map(at)) - Math.min(...b.list.map(at)))
    .map(({ reason, recommended, list }, index) => ({
      group: index + 1,
      reason,
      recommended,
      message: messageOf(reason, recommended, list),
      blocks: list.map(ref),
    }));
}

function messageOf(reason: DuplicateReason, recommended: 'merge' | 'keep_both', list: readonly Block[]): string {
  if (reason === 'same_door_different_head' && recommended === 'keep_both')
    return '同一门牌两个户主，没有共同的人，先按两户';
  if (reason !== 'same_head_same_door') return messages[reason];
  const spellings = new Set(list.map(({ head }) => head));
  return spellings.size > 1 ? '户主姓名只是繁简不同，门牌相同，多为同一户登记两次' : messages[reason];
}

/** Heads with one name in different households: they must never be merged for their name alone. */
export function findNamesakes(blocks: readonly Block[], duplicates: readonly DuplicateGroup[]): readonly Namesake[] {
  const mergedInto = mergeTargets(duplicates);
  return indexBy(
    blocks.filter((block) => !mergedInto.has(blockKey(block))),
    ({ head }) => comparable(head),
  ).map((group) => ({ head: group[0]?.head ?? '', blocks: group.map(ref) }));
}

export function blockKey({ sheet, row }: { readonly sheet: string; readonly row: number }): string {
  return `${row}@${sheet}`;
}

/** Key of each block that merges into an earlier one → key of that one. */
export function mergeTargets(duplicates: readonly DuplicateGroup[]): ReadonlyMap<string, string> {
  return new Map(
    duplicates
      .filter(({ recommended }) => recommended === 'merge')
      .flatMap(({ blocks: [first, ...rest] }) =>
        first === undefined ? [] : rest.map((block): [string, string] => [blockKey(block), blockKey(first)]),
      ),
  );
}
