import type { ProblemCode } from './problem.ts';
import { comparable } from './text.ts';

const memberTags: readonly (readonly [tag: string, pattern: RegExp])[] = [
  ['党员', /党员/],
  ['志愿者', /志愿者|义工/],
  ['退役军人', /退役|退伍|复员军人/],
  ['外出务工', /外出(打工|务工|工作)|^在[^校读家世册].{1,5}$|打工$|务工$/],
  ['学生', /学生|在校|在读/],
];

const householdTags: readonly (readonly [tag: string, pattern: RegExp])[] = [
  ['党员户', /党员户/],
  ['军属光荣户', /军属|光荣(之家|户)/],
  ['独居长者', /独居(老人|长者)/],
  ['侨属', /侨属|侨眷/],
  ['种养户', /种养|养殖户|种植户/],
  ['农家乐民宿', /农家乐|民宿/],
];

function tagsIn(text: string, tags: readonly (readonly [string, RegExp])[]): readonly string[] {
  const plain = comparable(text);
  return tags.filter(([, pattern]) => pattern.test(plain)).map(([tag]) => tag);
}

/** Tags of the person whose row the note stands in. 党员户 is about the household, not the person. */
export function memberTagsIn(note: string): readonly string[] {
  return tagsIn(comparable(note).replace(/党员户/g, ''), memberTags);
}

export function householdTagsIn(note: string): readonly string[] {
  return tagsIn(note, householdTags);
}

/** Notes that say a person no longer belongs to the household: a person decides, the importer does not. */
export function noteProblem(note: string): ProblemCode | undefined {
  const plain = comparable(note);
  if (/去世|已故|死亡|过世|病故|身故|离世/.test(plain)) return 'note_deceased';
  if (/迁出|迁走|销户|注销|已搬走/.test(plain)) return 'note_moved_out';
  return undefined;
}
