/**
 * What lies on the shelves and in the hands that carry goods to doors, worked out a second time: the newest count and what came after
 * it, of the log and of the redemptions in the ledger (AL-6).
 */
import type { OpBodies } from '../../../src/domain/op.ts';
import type { StockActKind } from '../../../src/domain/stock.ts';
import type { Oracle } from './oracle.ts';
import { refOf, type World } from './world.ts';

interface Booked {
  readonly store: string;
  /** The shelf, or the device in whose hands they are. */
  readonly place: string;
  readonly sku: string;
  readonly at: number;
  readonly ref: string;
  readonly pieces: number;
  /** It is what was found, not what came or went. */
  readonly counted?: true;
}

const SHELF = 'shelf';
const shelf = () => SHELF;
const hands = (device: string) => device;
type Place = typeof hands;

/** From where each act takes goods, and where it puts them. */
const WAYS: Readonly<Record<StockActKind, readonly [from: Place | undefined, to: Place | undefined]>> = {
  received: [undefined, shelf],
  handed_out: [shelf, hands],
  handed_back: [hands, shelf],
  written_off: [hands, undefined],
};

const deviceOf = (ref: string) => ref.slice(0, ref.lastIndexOf('-'));

function ofHouseholds({ files }: Oracle, storeOf: ReadonlyMap<string, string>): readonly Booked[] {
  const all = [...files.values()].flatMap((file) => [...file.redemptions.values()]);
  return all.flatMap((r) => {
    const store = storeOf.get(deviceOf(r.id));
    if (store === undefined || r.mode === 'carryover') return [];
    return r.lines.flatMap(({ sku, quantity, hand = 0 }) =>
      [
        { place: deviceOf(r.id), pieces: hand },
        { place: SHELF, pieces: quantity - hand },
      ].flatMap(({ place, pieces }): readonly Booked[] => [
        { store, place, sku, at: r.at, ref: r.id, pieces: -pieces },
        ...(r.voided ? [{ store, place, sku, at: r.voided.at ?? 0, ref: r.voided.ref, pieces }] : []),
      ]),
    );
  });
}

function ofStores({ logged }: World): readonly Booked[] {
  return [...logged.values()].flatMap((op): readonly Booked[] => {
    const made = { at: op.at + op.shift, ref: refOf(op) };
    if (op.kind === 'stock.move') {
      const { store, kind, lines, with: hands = SHELF } = op.body as OpBodies['stock.move'];
      const [from, to] = WAYS[kind];
      return lines.flatMap(({ sku, quantity }) => [
        ...(from ? [{ ...made, store, place: from(hands), sku, pieces: -quantity }] : []),
        ...(to ? [{ ...made, store, place: to(hands), sku, pieces: quantity }] : []),
      ]);
    }
    if (op.kind !== 'stock.count') return [];
    const { store, lines, with: place = SHELF } = op.body as OpBodies['stock.count'];
    return lines.map(({ sku, counted: pieces }) => ({ ...made, store, place, sku, pieces, counted: true }));
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

/** Pieces by `store place sku`. `storeOf`: the village of each device. */
export function stockOf(world: World, storeOf: ReadonlyMap<string, string>): ReadonlyMap<string, number> {
  const unsure = undecided(world, storeOf);
  const booked = [...ofStores(world), ...ofHouseholds(world.oracle, storeOf)]
    .filter(({ store }) => !unsure.has(store))
    .sort((a, b) => a.at - b.at || (a.ref < b.ref ? -1 : 1));
  const stock = new Map<string, number>();
  for (const { store, place, sku, pieces, counted } of booked) {
    const key = `${store} ${place} ${sku}`;
    stock.set(key, counted ? pieces : (stock.get(key) ?? 0) + pieces);
  }
  return stock;
}
