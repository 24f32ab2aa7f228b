import type { Tablet } from '../../engine/tablet.ts';

/** Files read between two looks at whether anybody still wants to know. */
const READ_AT_ONCE = 50;

/** What this device's allowances still cover, by household; undefined when nobody wants to know any more. */
export async function readRights(
  tablet: Tablet,
  codes: readonly string[],
  wanted: () => boolean,
): Promise<ReadonlyMap<string, number> | undefined> {
  const rights = new Map<string, number>();
  for (let i = 0; i < codes.length; i += READ_AT_ONCE) {
    if (!wanted()) return undefined;
    const some = codes.slice(i, i + READ_AT_ONCE);
    const views = await Promise.all(some.map((code) => tablet.openFile(code)));
    for (const [at, code] of some.entries()) rights.set(code, views[at]?.remaining ?? 0);
  }
  return wanted() ? rights : undefined;
}
