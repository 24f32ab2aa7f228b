/**
 * What lies on the shelves, worked out a second time: the newest count and what came after it, of the log and of the redemptions in
 * the ledger. Nobody carries goods to doors here, so there are no other places (AL-6).
 */
import type { OpBodies } from '../../../src/domain/op.ts';
import type { Oracle } from './oracle.ts';
import { refOf, type World } from './world.ts';

interface Booked {
  readonly store: string;
  readonly sku: string;
  readonly at: number;
  readonly ref: string;
  readonly pieces: number;
  /** It is what was found, not what came or went. */
  readonly counted?: true;
}

const deviceOf = (ref: string) => ref.slice(0, ref.lastIndexOf('-'));

function ofHouseholds({ files }: Oracle, storeOf: ReadonlyMap<string, string>): readonly Booked[] {
  const all = [...files.values()].flatMap((file) => [...file.redemptions.values()]);
  return all.flatMap((r) => {
    const store = storeOf.get(deviceOf(r.id));
    if (store === undefined || r.mode === 'carryover') return [];
    return r.lines.flatMap(({ sku, quantity }): readonly Booked[] => [
      { store, sku, at: r.at, ref: r.id, pieces: -quantity },
      ...(r.voided ? [{ store, sku, at: r.voided.at ?? 0, ref: r.voided.ref, pieces: quantity }] : []),
    ]);
  });
}

function ofStores({ logged }: World): readonly Booked[] {
  return [...logged.values()].flatMap((op): readonly Booked[] => {
    const made = { at: op.at + op.shift, ref: refOf(op) };
    if (op.kind === 'stock.move') {
      const { store, lines } = op.body as OpBodies['stock.move'];
      return lines.map(({ sku, quantity }) => ({ ...made, store, sku, pieces: quantity }));
    }
    if (op.kind !== 'stock.count') return [];
    const { store, lines } = op.body as OpBodies['stock.count'];
    return lines.map(({ sku, counted: pieces }) => ({ ...made, store, sku, pieces, counted: true }));
  });
}

/** Stores of which something waits or waited for a person: what became of it is not in the log. */
function undecided({ logged }: World, storeOf: ReadonlyMap<string, string>): ReadonlySet<string | undefined> {
  const unsure = [...logged.values()].filter(
    ({ kind, body, verdict }) =>
      (kind.startsWith('stock.') && verdict.outcome !== 'applied') ||
      (kind === 'op.adopt' && (body as OpBodies['op.adopt']).op.kind.startsWith('stock.')),
  );
  return new Set(unsure.map(({ device }) => storeOf.get(device)));
}

/** Pieces by `store sku`. `storeOf`: the village of each device. */
export function shelvesOf(world: World, storeOf: ReadonlyMap<string, string>): ReadonlyMap<string, number> {
  const unsure = undecided(world, storeOf);
  const booked = [...ofStores(world), ...ofHouseholds(world.oracle, storeOf)]
    .filter(({ store }) => !unsure.has(store))
    .sort((a, b) => a.at - b.at || (a.ref < b.ref ? -1 : 1));
  const shelves = new Map<string, number>();
  for (const { store, sku, pieces, counted } of booked) {
    const key = `${store} ${sku}`;
    shelves.set(key, counted ? pieces : (shelves.get(key) ?? 0) + pieces);
  }
  return shelves;
}
