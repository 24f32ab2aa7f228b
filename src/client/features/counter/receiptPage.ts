/** The size of the printed page: a roll has no fixed length, and CSS asks for one. */

const MM_PER_LINE = 5;
/** Head, sums, QR and margins, mm. */
const REST_MM = 105;

let sheet: CSSStyleSheet | undefined;

/** A page as long as a receipt of so many kinds of goods. Text may be longer than a line, so every kind gets two. */
export function fitReceiptPage(kinds: number): void {
  sheet ??= new CSSStyleSheet();
  sheet.replaceSync(`@page receipt { size: 80mm ${REST_MM + kinds * 2 * MM_PER_LINE}mm; margin: 0; }`);
  if (!document.adoptedStyleSheets.includes(sheet)) document.adoptedStyleSheets.push(sheet);
}
