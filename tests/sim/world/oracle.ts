/**
 * What is true, worked out a second time and without the product's functions: household files and their points folded from the
 * ledger alone, row by row as it grows. The checks compare everything else with this.
 */
import { createHash } from 'node:crypto';
import { voidedBy } from '../../../src/domain/apply.ts';
import type { DomainEvent } from '../../../src/domain/event.ts';
import type { CaseDecided, CaseOpened } from '../../../src/domain/events/office.ts';
import type {
  Closed,
  Edit,
  Entry,
  HouseholdFile,
  Lapse,
  Merged,
  Place,
  PointsMove,
  Redemption,
  Reservation,
  Split,
} from '../../../src/domain/household.ts';

export interface LedgerRow {
  readonly seq: number;
  readonly hash: string;
  readonly body: string;
}

export interface Sums {
  readonly earned: number;
  readonly pending: number;
  /** Earned, and not to be spent before its month is final (AL-10). */
  readonly waiting: number;
  readonly final: number;
  readonly redeemed: number;
  readonly allotted: number;
}

/** What a device may spend (AL-1, AL-5). */
export interface Right {
  readonly granted: number;
  readonly returned: number;
  readonly writtenOff: number;
}

export const NO_RIGHT: Right = { granted: 0, returned: 0, writtenOff: 0 };

export interface TrueFile {
  readonly registered: Extract<DomainEvent, { type: 'household.registered' }>;
  readonly edits: Map<string, Edit>;
  card: number;
  readonly entries: Map<string, Entry>;
  readonly redemptions: Map<string, Redemption>;
  readonly reservations: Map<string, Reservation>;
  readonly rights: Map<string, Right>;
  /** Where it moved to, by reference. */
  readonly places: Map<string, Place>;
  readonly splits: Map<string, Split>;
  readonly moves: Map<string, PointsMove>;
  readonly lapses: Map<string, Lapse>;
  merged?: Merged;
  closed?: Closed;
  /** Points that were taken back after they were spent (CF-23). */
  debt: number;
  /** What it adds up to, until something changes. */
  sums: Sums | undefined;
}

export interface TrueCase {
  readonly opened: CaseOpened;
  decided?: CaseDecided;
}

const GENESIS = '0'.repeat(64);
const deviceOf = (ref: string) => ref.slice(0, ref.lastIndexOf('-'));

/** Points of a device's redemptions within its allowance. */
export function spentOf(file: TrueFile, device: string): number {
  let spent = 0;
  for (const r of file.redemptions.values())
    if (r.mode === 'allowance' && !r.voided && deviceOf(r.id) === device) spent += r.points;
  return spent;
}

/** Points that the server keeps back for a device; below zero only until a late redemption is honoured (CF-13). */
export function keptFor(file: TrueFile, device: string): number {
  const { granted, returned, writtenOff } = file.rights.get(device) ?? NO_RIGHT;
  return granted - returned - writtenOff - spentOf(file, device);
}

export function sumsOf(file: TrueFile): Sums {
  file.sums ??= summed(file);
  return file.sums;
}

function summed(file: TrueFile): Sums {
  const reversed = new Set<string>();
  for (const e of file.entries.values()) if (e.reverses && e.status === 'approved') reversed.add(e.reverses);
  let earned = 0;
  let pending = 0;
  let waiting = 0;
  for (const e of file.entries.values()) {
    if (e.reverses || reversed.has(e.id)) continue;
    if (e.status === 'approved') earned += e.points;
    if (e.status === 'approved' && e.waits) waiting += e.points;
    if (e.status === 'submitted') pending += e.points;
  }
  let redeemed = 0;
  for (const r of file.redemptions.values()) if (!r.voided) redeemed += r.points - (r.late?.shortfall ?? 0);
  let allotted = 0;
  for (const device of file.rights.keys()) allotted += Math.max(0, keptFor(file, device));
  let final = earned - waiting;
  for (const move of file.moves.values()) {
    earned += move.earned;
    final += move.points;
  }
  for (const lapse of file.lapses.values()) final -= lapse.points;
  return { earned, pending, waiting, final, redeemed, allotted };
}

/** Where the household lives now: the newest move decides. */
export function placeOf(file: TrueFile): { readonly village: string; readonly grid: string } {
  let newest: Place | undefined;
  for (const p of file.places.values())
    if (!newest || p.at > newest.at || (p.at === newest.at && p.ref > newest.ref)) newest = p;
  return newest ?? file.registered;
}

/** The fact of an event without what names the event. */
function without<T extends { readonly type: string; readonly household: string }>(
  event: T,
): Omit<T, 'type' | 'household'> {
  const { type: _type, household: _household, ...fact } = event;
  return fact;
}

export class Oracle {
  seq = 0;
  hash = GENESIS;
  readonly files = new Map<string, TrueFile>();
  readonly cases = new Map<string, TrueCase>();
  /** Files that the newest rows touched. */
  touched = new Set<string>();
  /** What does not fit in the newest rows. */
  readonly flaws: string[] = [];
  /** Events of the newest rows. */
  fresh: DomainEvent[] = [];

  /** Takes the rows behind the last one. */
  take(rows: readonly LedgerRow[]): void {
    this.touched = new Set();
    this.fresh = [];
    for (const row of rows) {
      const hash = createHash('sha256').update(`${this.hash}\n${row.seq}\n${row.body}`).digest('hex');
      if (row.seq !== this.seq + 1) this.flaws.push(`ledger row ${row.seq} follows ${this.seq}`);
      if (row.hash !== hash) this.flaws.push(`ledger row ${row.seq} does not fit the chain`);
      this.seq = row.seq;
      this.hash = row.hash;
      const event = JSON.parse(row.body) as DomainEvent;
      this.fresh.push(event);
      this.fold(event);
    }
  }

  private isForked(ref: string): boolean {
    const device = deviceOf(ref);
    return [...this.cases.values()].some(
      ({ opened }) => opened.code === 'forked' && deviceOf(opened.case).startsWith(device),
    );
  }

  private fold(event: DomainEvent): void {
    switch (event.type) {
      case 'household.registered':
        this.files.set(event.household, {
          registered: event,
          edits: new Map(),
          card: 1,
          entries: new Map(),
          redemptions: new Map(),
          reservations: new Map(),
          rights: new Map(),
          places: new Map(),
          splits: new Map(),
          moves: new Map(),
          lapses: new Map(),
          debt: 0,
          sums: undefined,
        });
        this.touched.add(event.household);
        return;
      case 'allowance.set':
        for (const [code, granted, returned, writtenOff = 0] of event.lines) {
          this.change(code, (file) => {
            const known = file.rights.get(event.device) ?? NO_RIGHT;
            file.rights.set(event.device, {
              granted: Math.max(known.granted, granted),
              returned: Math.max(known.returned, returned),
              writtenOff: Math.max(known.writtenOff, writtenOff),
            });
          });
        }
        return;
      case 'case.opened':
        this.cases.set(event.case, { opened: event });
        return;
      case 'case.decided': {
        const known = this.cases.get(event.case);
        // What was decided about a branch as a whole is told of each of its ops (CF-19).
        if (!known && this.isForked(event.case)) return;
        if (!known) this.flaws.push(`${event.case} was decided and never opened`);
        else if (known.decided) this.flaws.push(`${event.case} was decided twice`);
        else known.decided = event;
        return;
      }
      case 'catalogue.changed':
      case 'allowance.written_off':
      case 'stock.set':
      case 'scope.changed':
      case 'session.opened':
      case 'session.closed':
      case 'month.published':
      case 'month.final':
      case 'quarter.settled':
      case 'objection.recorded':
      case 'objection.answered':
      case 'year.ranked':
      case 'ranking.excluded':
        return;
      default:
        this.change(event.household, (file) => this.foldFile(file, event));
    }
  }

  private foldFile(file: TrueFile, event: Exclude<DomainEvent, { type: 'household.registered' }>): void {
    switch (event.type) {
      case 'entry.recorded':
        if (file.entries.has(event.entry.id)) this.flaws.push(`${event.entry.id} is in the ledger twice`);
        file.entries.set(event.entry.id, event.entry);
        return;
      case 'entry.reviewed': {
        const entry = file.entries.get(event.entry);
        if (!entry || entry.reviewedAt !== undefined) {
          this.flaws.push(`${event.entry} is reviewed ${entry ? 'twice' : 'and not there'}`);
          return;
        }
        const { status, by: reviewedBy, at: reviewedAt, reason, points, session, waits } = event;
        file.entries.set(entry.id, {
          ...entry,
          status,
          reviewedBy,
          reviewedAt,
          ...(reason === undefined ? {} : { reason }),
          ...(points === undefined ? {} : { points, pointsBefore: entry.points }),
          ...(session === undefined ? {} : { session }),
          ...(waits === undefined ? {} : { waits }),
        });
        return;
      }
      case 'entry.agreed': {
        const entry = file.entries.get(event.entry);
        if (!entry || entry.agreed) {
          this.flaws.push(`${event.entry} is agreed to ${entry ? 'twice' : 'and not there'}`);
          return;
        }
        const { type: _type, household: _household, entry: _entry, ...agreed } = event;
        file.entries.set(entry.id, { ...entry, agreed });
        return;
      }
      case 'entries.final':
        for (const id of event.entries) {
          const known = file.entries.get(id);
          if (!known?.waits) {
            this.flaws.push(`${id} is final and did not wait`);
            continue;
          }
          const { waits: _waits, ...entry } = known;
          file.entries.set(id, entry);
        }
        return;
      case 'profile.edited':
        for (const edit of event.edits) file.edits.set(`${edit.ref} ${edit.field}`, edit);
        return;
      case 'card.replaced':
        file.card = Math.max(file.card, event.n);
        return;
      case 'redemption.recorded':
        if (file.redemptions.has(event.redemption.id)) this.flaws.push(`${event.redemption.id} is in the ledger twice`);
        file.redemptions.set(event.redemption.id, event.redemption);
        return;
      case 'redemption.voided': {
        const redemption = file.redemptions.get(event.redemption);
        if (!redemption || redemption.voided) {
          this.flaws.push(`${event.redemption} is voided ${redemption ? 'twice' : 'and not there'}`);
          return;
        }
        file.redemptions.set(redemption.id, { ...redemption, voided: voidedBy(event) });
        return;
      }
      case 'reservation.made':
        if (file.reservations.has(event.reservation.id))
          this.flaws.push(`${event.reservation.id} is in the ledger twice`);
        file.reservations.set(event.reservation.id, event.reservation);
        return;
      case 'reservation.ended': {
        const reservation = file.reservations.get(event.reservation);
        if (!reservation || reservation.ended) {
          this.flaws.push(`${event.reservation} ended ${reservation ? 'twice' : 'and is not there'}`);
          return;
        }
        file.reservations.set(reservation.id, { ...reservation, ended: event.end });
        return;
      }
      case 'household.merged':
        if (!file.merged) file.merged = without(event);
        return;
      case 'household.split':
        file.splits.set(event.ref, without(event));
        return;
      case 'household.moved': {
        const { ref, village, grid, naturalVillage, at } = event;
        file.places.set(ref, { ref, village, grid, naturalVillage, at });
        return;
      }
      case 'household.closed':
        if (!file.closed) file.closed = without(event);
        return;
      case 'points.moved':
        if (file.moves.has(event.id)) this.flaws.push(`${event.id} moves points of ${event.household} twice`);
        file.moves.set(event.id, without(event));
        return;
      case 'points.lapsed':
        if (file.lapses.has(event.id)) this.flaws.push(`${event.id} lets points of ${event.household} lapse twice`);
        if (event.points <= 0) this.flaws.push(`${event.id} lets nothing lapse`);
        file.lapses.set(event.id, without(event));
    }
  }

  /** A change of a file, and what it leaves uncovered (CF-23): only points that are taken back may raise the debt. */
  private change(code: string, how: (file: TrueFile) => void): void {
    const file = this.files.get(code);
    if (!file) {
      this.flaws.push(`the ledger speaks of ${code}, which was never registered`);
      return;
    }
    const before = sumsOf(file).final;
    how(file);
    file.sums = undefined;
    const { final, redeemed, allotted } = sumsOf(file);
    const uncovered = Math.max(0, redeemed + allotted - final);
    file.debt = final < before ? uncovered : Math.min(file.debt, uncovered);
    this.touched.add(code);
  }

  /** The file as the product writes it, for comparison. */
  file(code: string): HouseholdFile | undefined {
    const file = this.files.get(code);
    if (!file) return undefined;
    const { ref, by, at, base } = file.registered;
    const { village, grid } = placeOf(file);
    const sorted = <T>(map: ReadonlyMap<string, T>) => [...map].sort(([a], [b]) => (a < b ? -1 : 1));
    const first: Place = {
      ref,
      village: file.registered.village,
      grid: file.registered.grid,
      naturalVillage: base.naturalVillage,
      at,
    };
    const list = <T>(map: ReadonlyMap<string, T>) => sorted(map).map(([, item]) => item);
    return {
      code,
      village,
      grid,
      registered: { ref, by, at },
      base,
      edits: sorted(file.edits).map(([, edit]) => edit),
      card: file.card,
      entries: sorted(file.entries).map(([, entry]) => entry),
      redemptions: sorted(file.redemptions).map(([, redemption]) => redemption),
      allowances: Object.fromEntries(
        sorted(file.rights).map(([device, { writtenOff, ...rest }]) => [
          device,
          writtenOff > 0 ? { ...rest, writtenOff } : rest,
        ]),
      ),
      ...(file.places.size > 0 ? { places: [first, ...list(file.places)] } : {}),
      ...(file.merged ? { merged: file.merged } : {}),
      ...(file.splits.size > 0 ? { splits: list(file.splits) } : {}),
      ...(file.closed ? { closed: file.closed } : {}),
      ...(file.moves.size > 0 ? { moves: list(file.moves) } : {}),
      ...(file.lapses.size > 0 ? { lapses: list(file.lapses) } : {}),
      ...(file.reservations.size > 0 ? { reservations: list(file.reservations) } : {}),
    };
  }
}
