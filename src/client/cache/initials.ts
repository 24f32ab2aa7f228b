/** Pinyin initials of a head's name for search: 张三丽 → zsl, 单雄信 → sxx, 欧阳小明 → oyxm. */
export type InitialsOf = (name: string) => string;

/** Characters that a surname is recognised by; the rest of a name is read character by character. */
const SURNAME_CHARS = 2;

/** Loads the pinyin table (on demand, it is not part of the first bundle) and gives the function. */
export async function loadInitials(): Promise<InitialsOf> {
  const { pinyin } = await import('pinyin-pro');
  const read = (text: string) => pinyin(text, { pattern: 'first', toneType: 'none', type: 'array', surname: 'head' });
  const known = new Map<string, string>();
  const remembered = (text: string) => {
    const found = known.get(text);
    if (found !== undefined) return found;
    const initials = read(text).join('').toLowerCase();
    known.set(text, initials);
    return initials;
  };
  return (name) => {
    const chars = [...name.trim()];
    const start = remembered(chars.slice(0, SURNAME_CHARS).join(''));
    return start + chars.slice(SURNAME_CHARS).map(remembered).join('');
  };
}
