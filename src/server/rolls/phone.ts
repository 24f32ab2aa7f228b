import { halfWidth, squeeze } from './text.ts';

export interface PhoneReading {
  /** 11 digits, or '' when there is none to import. */
  readonly value: string;
  readonly state: 'ok' | 'missing' | 'invalid' | 'multiple';
}

const mobile = /^1[3-9]\d{9}$/;

function digits(part: string): string {
  return squeeze(part)
    .replace(/[-–—_.]/g, '')
    .replace(/^(\+|00)86/, '')
    .replace(/^86(?=1\d{10}$)/, '');
}

/** Reads one cell of phones: full width, groups, hyphens and +86 are fine; of several numbers the first valid one counts. */
export function readPhone(raw: string): PhoneReading {
  const text = halfWidth(raw)
    .replace(/\([^)]*[^\d)\s-][^)]*\)/g, ' ')
    .trim();
  if (/^([/\\\-–—.0\s]*|无|没有|没|暂无|无电话|不详|未知|缺|null|none)$/i.test(text))
    return { value: '', state: 'missing' };
  if (mobile.test(digits(text))) return { value: digits(text), state: 'ok' };
  const parts = text
    .split(/[、,，;；/\\|或和\n]+/)
    .flatMap(oneOrMore)
    .filter((part) => part !== '');
  const valid = parts.filter((part) => mobile.test(part));
  const [first] = valid;
  if (first === undefined) return { value: '', state: 'invalid' };
  return { value: first, state: parts.filter((part) => /^\d{7,}$/.test(part)).length > 1 ? 'multiple' : 'ok' };
}

/** Spaces stand inside numbers as well as between them: 138 0000 1234 13800005678 are two. */
function oneOrMore(part: string): readonly string[] {
  const run = digits(part);
  const elevens = run.match(/\d{11}/g) ?? [];
  if (elevens.join('') === run && elevens.every((number) => mobile.test(number))) return elevens;
  return part.split(/\s+/).map(digits);
}
