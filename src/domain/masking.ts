/**
 * Hides a person's name for paper and screens that others see: 张三丰 → 张*丰, 张三 → 张*, 欧阳小明 → 欧**明. One star per
 * hidden character; a single character stays as it is. Counts characters as people do, not UTF-16 units.
 */
export function maskName(name: string): string {
  const chars = [...name.trim()];
  const shown = (i: number) => i === 0 || (i > 1 && i === chars.length - 1);
  return chars.map((char, i) => (shown(i) ? char : '*')).join('');
}
