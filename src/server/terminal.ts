import QRCode from 'qrcode';

/** How text stands in a terminal, where a Chinese character takes two places. */

const WIDE =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|[\ud840-\ud8bf][\udc00-\udfff]/;

/** Places that a text takes. */
export function textWidth(text: string): number {
  return [...text].reduce((width, character) => width + (WIDE.test(character) ? 2 : 1), 0);
}

/** Rows as aligned lines, two spaces between columns; numbers stand right. */
export function alignedLines(rows: readonly (readonly (string | number)[])[]): readonly string[] {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [i, cell] of row.entries()) widths[i] = Math.max(widths[i] ?? 0, textWidth(String(cell)));
  }
  return rows.map((row) =>
    row
      .map((cell, i) => {
        const blanks = ' '.repeat((widths[i] ?? 0) - textWidth(String(cell)));
        return typeof cell === 'number' ? `${blanks}${cell}` : `${cell}${blanks}`;
      })
      .join('  ')
      .trimEnd(),
  );
}

const BLACK_ON_WHITE = '\u001b[30;107m';
const PLAIN = '\u001b[0m';
/** The standard asks for 4 blank modules around a code. */
const QUIET_MODULES = 4;

/** A QR code for a screen: black on white whatever the terminal's colours, two modules to a character's height. */
export function qrLines(text: string): readonly string[] {
  const { modules } = QRCode.create(text, { errorCorrectionLevel: 'L' });
  const places = Array.from({ length: modules.size + 2 * QUIET_MODULES }, (_, i) => i - QUIET_MODULES);
  const dark = (row: number, column: number): boolean =>
    row >= 0 && column >= 0 && row < modules.size && column < modules.size && modules.get(row, column) === 1;
  const half = (row: number, column: number): string => {
    const [upper, lower] = [dark(row, column), dark(row + 1, column)];
    return upper ? (lower ? '█' : '▀') : lower ? '▄' : ' ';
  };
  return places
    .filter((_, i) => i % 2 === 0)
    .map((row) => `${BLACK_ON_WHITE}${places.map((column) => half(row, column)).join('')}${PLAIN}`);
}
