/** In which grids people worked, and from when on: as the town was told, not as the server keeps it. */
import { PEOPLE, type Person } from '../../server/support/smallTown.ts';

interface Since {
  readonly from: number;
  /** None: the whole village. */
  readonly grids: readonly string[];
}

const START: readonly Person[] = Object.values(PEOPLE);

export class People {
  private readonly known: Map<string, readonly Since[]>;

  constructor(known?: ReadonlyMap<string, readonly Since[]>) {
    this.known = new Map(known ?? START.map(({ id, grids = [] }) => [id, [{ from: 0, grids }]]));
  }

  copy(): People {
    return new People(this.known);
  }

  move(user: string, grids: readonly string[], from: number): void {
    this.known.set(user, [...(this.known.get(user) ?? []), { from, grids }]);
  }

  /** The grids of now; none: the whole village. */
  gridsOf(user: string): readonly string[] {
    return this.known.get(user)?.at(-1)?.grids ?? [];
  }

  /** Whether somebody could work in a grid at an instant. */
  couldAt(user: string, grid: string, at: number): boolean {
    const then = this.known.get(user)?.findLast((since) => since.from <= at);
    return then !== undefined && (then.grids.length === 0 || then.grids.includes(grid));
  }

  /** Whether somebody could work in a grid at any instant from one on. */
  couldSince(user: string, grid: string, at: number): boolean {
    const later = this.known.get(user)?.filter((since) => since.from > at) ?? [];
    return this.couldAt(user, grid, at) || later.some(({ grids }) => grids.length === 0 || grids.includes(grid));
  }
}
