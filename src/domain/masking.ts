/**
 * Hides a person's name for paper and screens that others see: 张三丰 → 张*丰, 张三 → 张*, 欧阳小明 → 欧**明. One star per
 * hidden character; a single character stays as it is. Counts characters as people do, not UTF-16 units.
 */
export function maskName(name: string): string {
  const chars = [...name.trim()];
  const [first = '', ...rest] = chars;
  if (rest.length === 0) return first;
  if (rest.length === 1) return `${first}*`;
  return `${first}${'*'.repeat(rest.length - 1)}${rest.at(-1) ?? ''}`;
}
