import type { Day } from '../../../domain/calendar.ts';
import type { DirectoryRow } from '../../engine/tablet.ts';

export interface Delivery {
  readonly row: DirectoryRow;
  /** Reservations of the household that this device hands over. */
  readonly count: number;
  /** The first last day among them. */
  readonly until: Day;
}

/** What a device has to hand over at doors, the most urgent first. */
export function deliveriesOf(rows: readonly DirectoryRow[], device: string | undefined): readonly Delivery[] {
  return rows
    .flatMap((row): Delivery[] => {
      const own = (row.reserved ?? []).filter((one) => one.device === device);
      const [until] = own.map((one) => one.until).sort();
      return until === undefined ? [] : [{ row, count: own.length, until }];
    })
    .sort((a, b) => (a.until === b.until ? (a.row.code < b.row.code ? -1 : 1) : a.until < b.until ? -1 : 1));
}
