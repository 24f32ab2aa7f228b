import { blockKey, mergeTargets } from './duplicates.ts';
import { formatCode } from './householdCode.ts';
import type { Gender } from './relation.ts';
import type { Block, HouseholdState, RollMember, RollReport } from './report.ts';
import { settleHead } from './settleHead.ts';
import { comparable } from './text.ts';

export interface RollHouseholdMember {
  readonly name: string;
  /** '' when the roll does not say. */
  readonly relation: string;
  readonly birthYear: number | null;
  readonly gender: Gender | null;
  readonly tags: readonly string[];
}

/** A household as it would be registered if every recommendation is accepted. */
export interface RollHousehold {
  readonly code: string;
  /** Name of the village. */
  readonly village: string;
  /** '' when the roll does not say and nothing can be concluded; so is `grid`. */
  readonly naturalVillage: string;
  readonly grid: string;
  readonly head: string;
  readonly phone: string | null;
  readonly doorPlate: string | null;
  readonly status: HouseholdState;
  readonly tags: readonly string[];
  readonly members: readonly RollHouseholdMember[];
  /** Where in the roll it stands, the block that prevailed first. */
  readonly sources: readonly { readonly sheet: string; readonly row: number }[];
}

type Basis = Pick<RollReport, 'village' | 'households' | 'duplicates' | 'nextCodeNumber' | 'codesInUse'>;

/**
 * The households of a roll after its recommended decisions, in the order of the roll. Of blocks that merge, the earliest
 * prevails and the later ones fill its blanks. A household keeps the code it has in the system, else the roll's; those
 * without one, and the later of two with the same, get the next free codes in order, so the same roll always gives the same.
 * Blocks without any head are left out; the report says so as an error.
 */
export function mergeRecommended(report: Basis): readonly RollHousehold[] {
  const targets = mergeTargets(report.duplicates);
  const groups = new Map<string, Block[]>();
  for (const block of report.households) {
    if (block.head === '') continue;
    const key = targets.get(blockKey(block)) ?? blockKey(block);
    groups.set(key, [...(groups.get(key) ?? []), block]);
  }
  const households = [...groups.values()].map((blocks) => ({
    blocks,
    household: combine(blocks, report.village.name),
  }));
  const codes = assignCodes(
    households.map(({ blocks }) => blocks),
    report,
  );
  return households.map(({ household }, index) => ({ ...household, code: codes[index] ?? '' }));
}

function assignCodes(groups: readonly (readonly Block[])[], report: Basis): readonly string[] {
  const taken = new Set<string>();
  const claim = (code: string | null | undefined): string | undefined => {
    if (!code || taken.has(code)) return undefined;
    taken.add(code);
    return code;
  };
  const known = groups.map((blocks) =>
    claim(blocks.find(({ recommended }) => recommended.existingCode !== null)?.recommended.existingCode),
  );
  // Whatever else the system has is somebody else's, whether this roll mentions them or not.
  for (const code of report.codesInUse) taken.add(code);
  const written = groups.map((blocks, index) => known[index] ?? claim(blocks.find(({ code }) => code !== '')?.code));
  let next = report.nextCodeNumber;
  return written.map((code) => {
    if (code !== undefined) return code;
    let free: string | undefined;
    for (; free === undefined; next += 1) free = claim(formatCode(report.village.code, next));
    return free;
  });
}

function first<T>(blocks: readonly Block[], value: (block: Block) => T | '' | null): T | undefined {
  for (const block of blocks) {
    const found = value(block);
    if (found !== '' && found !== null) return found;
  }
  return undefined;
}

function combine(blocks: readonly Block[], village: string): Omit<RollHousehold, 'code'> {
  const members = combineMembers(blocks);
  const head = settleHead(first(blocks, (block) => block.head) ?? '', members);
  // Present in the village's own list as well as away: the office decides, until then the earlier block stands.
  const status = blocks[0]?.status ?? 'active';
  return {
    village,
    naturalVillage: first(blocks, ({ recommended }) => recommended.naturalVillage) ?? '',
    grid: first(blocks, ({ recommended }) => recommended.grid) ?? '',
    head,
    phone: first(blocks, ({ phone }) => phone) ?? null,
    doorPlate: first(blocks, ({ recommended }) => recommended.doorPlate) ?? null,
    status,
    tags: union(blocks.map(({ tags }) => tags)),
    members: withHead(head, members),
    sources: blocks.map(({ sheet, row }) => ({ sheet, row })),
  };
}

function union(lists: readonly (readonly string[])[]): readonly string[] {
  return [...new Set(lists.flat())];
}

/** People of all blocks once each. Relations of a later block count only when both name the same head. */
function combineMembers(blocks: readonly Block[]): readonly RollMember[] {
  const members = new Map<string, RollMember>();
  const head = comparable(blocks[0]?.head ?? '');
  for (const block of blocks) {
    const sameHead = comparable(block.head) === head;
    for (const member of block.members) {
      const key = comparable(member.name);
      const relation = sameHead ? member.relation : '';
      const earlier = members.get(key);
      members.set(key, earlier === undefined ? { ...member, relation } : fill(earlier, { ...member, relation }));
    }
  }
  return [...members.values()];
}

function fill(earlier: RollMember, later: RollMember): RollMember {
  return {
    ...earlier,
    relation: earlier.relation || later.relation,
    gender: earlier.gender || later.gender,
    birthYear: earlier.birthYear ?? later.birthYear,
    tags: union([earlier.tags, later.tags]),
  };
}

/** Exactly one 户主, listed even if the roll forgot them. */
function withHead(head: string, members: readonly RollMember[]): readonly RollHouseholdMember[] {
  const isHead = (name: string): boolean => comparable(name) === comparable(head);
  const listed = members.map(({ name, relation, birthYear, gender, tags }): RollHouseholdMember => {
    const settled = isHead(name) ? '户主' : relation === '户主' ? '' : relation;
    return { name, relation: settled, birthYear, gender: gender === '' ? null : gender, tags };
  });
  if (head === '' || listed.some(({ name }) => isHead(name))) return listed;
  return [{ name: head, relation: '户主', birthYear: null, gender: null, tags: [] }, ...listed];
}
