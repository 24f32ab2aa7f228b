import type { FileView } from '../../../src/client/engine/tablet.ts';
import { SHELF } from '../../../src/domain/stock.ts';
import type { StockView } from '../../../src/domain/stockView.ts';
import { canonicalJson } from '../../../src/protocol/canonical.ts';
import type { Gadget } from '../world/gadget.ts';
import { placeOf, sumsOf } from '../world/oracle.ts';
import type { World } from '../world/world.ts';
import type { Check } from './check.ts';

/** Households that the device's people may see. */
function inSight(world: World, { plan }: Gadget): readonly string[] {
  const each = plan.people.map((user) => world.people.gridsOf(user));
  const grids = new Set(each.some((some) => some.length === 0) ? [] : each.flat());
  return [...world.oracle.files]
    .filter(([, file]) => {
      const { village, grid } = placeOf(file);
      return village === plan.village && (grids.size === 0 || grids.has(grid));
    })
    .map(([code]) => code)
    .sort();
}

/** What differs between two lists of facts: those of one that are not in the other. */
function less(a: unknown, b: unknown): string {
  if (!Array.isArray(a) || !Array.isArray(b)) return canonicalJson(a);
  const others = new Set(b.map((item) => canonicalJson(item)));
  return (
    a
      .map((item) => canonicalJson(item))
      .filter((text) => !others.has(text))
      .join(' ') || 'nothing'
  );
}

/** The first part of two files that differs, for the story. */
function difference(seen: object, truth: object): string {
  for (const key of Object.keys(truth)) {
    const a = (seen as Record<string, unknown>)[key];
    const b = (truth as Record<string, unknown>)[key];
    if (canonicalJson(a) !== canonicalJson(b)) return `${key}: ${less(a, b)} instead of ${less(b, a)}`;
  }
  return 'more than there is';
}

/** What a device shows when it has heard everything is what the server has. */
async function compare(world: World, gadget: Gadget): Promise<readonly string[]> {
  if (gadget.revoked) return [];
  const wrong: string[] = [];
  const tab = gadget.ready;
  if (!tab) return [`${gadget.name} is not open`];
  const codes = inSight(world, gadget);
  const views = new Map<string, FileView | undefined>();
  await world.client(gadget, () => {
    for (const code of codes) void tab.tablet.openFile(code).then((view) => views.set(code, view));
  });
  const listed = tab.tablet
    .directory()
    .map((row) => row.code)
    .sort();
  if (listed.join() !== codes.join())
    wrong.push(`${gadget.name} lists ${listed.join(' ')} instead of ${codes.join(' ')}`);
  for (const code of codes) {
    const view = views.get(code);
    const truth = world.oracle.file(code);
    const file = world.oracle.files.get(code);
    if (!view || !truth || !file) {
      wrong.push(`${gadget.name} cannot show ${code}`);
      continue;
    }
    if (canonicalJson(view.file) !== canonicalJson(truth))
      wrong.push(`${gadget.name} shows ${code} wrongly: ${difference(view.file, truth)}`);
    const sums = sumsOf(file);
    if (canonicalJson(view.points) !== canonicalJson(sums))
      wrong.push(
        `${gadget.name} shows ${canonicalJson(view.points)} points for ${code} instead of ${canonicalJson(sums)}`,
      );
    if (view.pending.size > 0) wrong.push(`${gadget.name} shows ${[...view.pending].join(' ')} as not sent`);
  }
  return wrong;
}

/** What lies in the store is the same number on every device of the village, its own doing included (AL-6). */
async function compareStock(world: World, gadget: Gadget): Promise<readonly string[]> {
  const tab = gadget.ready;
  if (gadget.revoked || !tab) return [];
  let seen: StockView | undefined;
  await world.client(gadget, () => void tab.tablet.stock().then((view) => (seen = view)));
  const rows = await world.server.db
    .selectFrom('stock')
    .select(['place', 'sku', 'quantity'])
    .where('town', '=', world.town)
    .where('store', '=', gadget.plan.village)
    .where('kept', '=', true)
    .execute();
  const truth = rows.map((row) => `${row.place} ${row.sku} ${row.quantity}`).sort();
  const places = [[SHELF, seen?.shelf ?? new Map<string, number>()] as const, ...(seen?.hands ?? [])];
  const shown = places.flatMap(([place, held]) => [...held].map(([sku, n]) => `${place} ${sku} ${n}`)).sort();
  return shown.join() === truth.join() ? [] : [`${gadget.name} shows the stock ${shown} instead of ${truth}`];
}

export const view: Check = {
  name: 'view',
  promise: 'SY-10: a device that has heard everything shows exactly what the server has',
  settled: async (world, gadget) => [...(await compare(world, gadget)), ...(await compareStock(world, gadget))],
  end: async (world) => {
    const wrong: string[] = [];
    for (const gadget of world.gadgets) {
      wrong.push(...(await compare(world, gadget)), ...(await compareStock(world, gadget)));
    }
    return wrong;
  },
};
