/** Pinyin initials of a head's name for search: 张三丽 → zsl, 单雄信 → sxx, 欧阳小明 → oyxm. */
export type InitialsOf = (name: string) => string;

/** The characters of the table: CJK Extension A and the unified ideographs. */
export const FIRST_CHARACTER = 0x3400;
export const LAST_CHARACTER = 0x9fff;
const NONE = '.';

/** Surnames that are not read as their characters are elsewhere. */
const SURNAMES: Readonly<Record<string, string>> = {
  乐: 'y',
  解: 'x',
  单: 's',
  於: 'y',
  郗: 'x',
  郄: 'q',
  仇: 'q',
  曾: 'z',
  查: 'z',
  区: 'o',
  繁: 'p',
  句: 'g',
  折: 's',
  召: 's',
  万俟: 'mq',
  尉迟: 'yc',
  澹台: 'tt',
  长孙: 'zs',
  子车: 'zj',
  乐正: 'yz',
};

/** Longest surname of the list, in characters. */
const SURNAME_CHARS_MAX = 2;

/** Loads the table (on demand, it is not part of the first bundle) and gives the function. */
export async function loadInitials(): Promise<InitialsOf> {
  const { INITIALS } = await import('./initialsTable.ts');
  // What is not in the table stands for itself, as Latin letters and digits do.
  const read = (char: string) => {
    const initial = INITIALS[char.charCodeAt(0) - FIRST_CHARACTER] ?? NONE;
    return initial === NONE ? char.toLowerCase() : initial;
  };
  return (name) => {
    const chars = [...name.replace(/\s/g, '')];
    for (let length = SURNAME_CHARS_MAX; length > 0; length--) {
      const surname = SURNAMES[chars.slice(0, length).join('')];
      if (surname !== undefined) return surname + chars.slice(length).map(read).join('');
    }
    return chars.map(read).join('');
  };
}
