import { Converter } from 'opencc-js/t2cn';

const toSimplified = Converter({ from: 't', to: 'cn' });

/** Full-width letters, digits and signs to their ordinary forms (NFKC would also change Chinese compatibility characters). */
export function halfWidth(text: string): string {
  return text.replace(/[！-～]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0)).replace(/\u3000/g, ' ');
}

/** Without any white space, including the ideographic and the no-break ones, and without zero-width marks. */
export function squeeze(text: string): string {
  return text.replace(/\s|\u200b|\u200c|\u200d|\ufeff/g, '');
}

/** Characters as a mainland roll writes them. Only for comparing: names are stored as they were written. */
export function simplified(text: string): string {
  return /[\u3000-\uffff]/.test(text) ? toSimplified(text) : text;
}

/** The form in which two names, place names or headers are compared. */
export function comparable(text: string): string {
  return simplified(squeeze(halfWidth(text)));
}

const digitOf: Readonly<Record<string, number>> = {
  〇: 0,
  零: 0,
  一: 1,
  二: 2,
  两: 2,
  三: 3,
  四: 4,
  五: 5,
  六: 6,
  七: 7,
  八: 8,
  九: 9,
};

/**
 * The one number spoken in a short name: 第二网格 → 2, 网格２ → 2, Grid 03 → 3, 十二组 → 12.
 * Undefined when there is none or more than one.
 */
export function spokenNumber(text: string): number | undefined {
  const plain = comparable(text);
  const found = plain.match(/\d+|[〇零一二两三四五六七八九十]+/g);
  const only = found?.[0];
  if (only === undefined || found?.length !== 1) return undefined;
  if (/^\d+$/.test(only)) return Number(only);
  const [tens, units, ...more] = only.includes('十') ? only.split('十') : ['', only];
  if (more.length > 0) return undefined;
  const value = (digits: string | undefined): number | undefined => (digits ? digitOf[digits] : 0);
  if (!only.includes('十')) return value(units);
  const ten = tens === '' ? 1 : value(tens);
  const unit = value(units);
  return ten === undefined || unit === undefined ? undefined : ten * 10 + unit;
}
