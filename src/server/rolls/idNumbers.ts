import { halfWidth, simplified, squeeze } from './text.ts';

/** Headers longer than this are sentences that mention id numbers, not headers of a column of them. */
const idHeaderCharsMax = 14;

/** Is this cell the header of a column of national id numbers (公民身份号码, 身份证号, 证件号码 …)? */
export function isIdHeader(cell: string): boolean {
  const text = squeeze(simplified(halfWidth(cell)));
  return (
    text.length <= idHeaderCharsMax && /身份证|身份号|公民身份|居民身份|证件号|证件编号|^idno\.?$|^idcard/i.test(text)
  );
}

// 15 or 18 places of digits, masks and a closing X, possibly written in groups. Longer runs are two phones in one cell.
const place = '[0-9*•●Xx][ -]?';
const idRun = new RegExp(`(?<!${place})(?:${place}){14}(?:(?:${place}){3})?[0-9*•●Xx](?![ -]?[0-9*•●Xx])`, 'g');
const idDigitsMin = 4;
// What is left of an 18-digit number in a spreadsheet saved as CSV.
const idInScientific = /(?<![0-9.])\d(?:\.\d+)?E\+1[47](?!\d)/gi;

/**
 * Takes everything that looks like a national id number (15 or 18 places, masked ones too) out of a cell.
 * `found` says whether there was one; the number itself is nowhere in the answer.
 */
export function scrubIds(cell: string): { readonly text: string; readonly found: boolean } {
  let found = false;
  const take = (run: string): string => {
    if (run.replace(/[^0-9]/g, '').length < idDigitsMin) return run;
    found = true;
    return '';
  };
  const text = halfWidth(cell).replace(idRun, take).replace(idInScientific, take);
  return found ? { text: text.trim(), found } : { text: cell, found };
}
