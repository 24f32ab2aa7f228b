const LEFT_ODD = [
  '0001101',
  '0011001',
  '0010011',
  '0111101',
  '0100011',
  '0110001',
  '0101111',
  '0111011',
  '0110111',
  '0001011',
];
const PARITY = ['OOOOOO', 'OOEOEE', 'OOEEOE', 'OOEEEO', 'OEOOEE', 'OEEOOE', 'OEEEOO', 'OEOEOE', 'OEOEEO', 'OEEOEO'];

/** The 95 modules of an EAN-13, `true` for a bar. Throws for anything but 13 digits with a right check digit. */
export function eanBars(text: string): boolean[] {
  const digits = [...text].map(Number);
  const weighted = digits.reduce((sum, digit, i) => sum + digit * (i % 2 === 0 ? 1 : 3), 0);
  if (!/^[0-9]{13}$/.test(text) || weighted % 10 !== 0) throw new RangeError(`${text} is no EAN-13`);
  const parity = PARITY[digits[0] ?? 0] ?? '';
  const right = (digit: number) => invert(LEFT_ODD[digit] ?? '');
  const left = digits
    .slice(1, 7)
    .map((digit, i) => (parity[i] === 'O' ? (LEFT_ODD[digit] ?? '') : reverse(right(digit))));
  const bits = `101${left.join('')}01010${digits.slice(7).map(right).join('')}101`;
  return [...bits].map((bit) => bit === '1');
}

function invert(bits: string): string {
  return [...bits].map((bit) => (bit === '1' ? '0' : '1')).join('');
}

function reverse(bits: string): string {
  return [...bits].reverse().join('');
}
