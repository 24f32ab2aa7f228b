/** apply(file, event) → file. Idempotent and commutative: a file is the set of its facts (see household.ts). */
import { mergeCounters } from './allowance.ts';
import type { FileEvent } from './event.ts';
import type { EntryReviewed } from './events/entries.ts';
import type { HouseholdMoved, HouseholdRegistered } from './events/households.ts';
import type { AllowanceSet, RedemptionVoided } from './events/spending.ts';
import type {
  Edit,
  Entry,
  HouseholdFile,
  Lapse,
  Place,
  PointsMove,
  Redemption,
  Reservation,
  Split,
  Voided,
} from './household.ts';
import { newestPlace } from './place.ts';

/** The file of a newly registered household. */
export function newFile(event: HouseholdRegistered): HouseholdFile {
  return {
    code: event.household,
    village: event.village,
    grid: event.grid,
    registered: { ref: event.ref, by: event.by, at: event.at },
    base: event.base,
    edits: [],
    card: 1,
    entries: [],
    redemptions: [],
    allowances: {},
  };
}

function insertById<T extends { readonly id: string }>(list: readonly T[], item: T): readonly T[] {
  if (list.some((i) => i.id === item.id)) return list;
  return insertSorted(list, item, (i) => i.id);
}

/** Kept in the order of ids, so that two files with the same facts are equal text. */
function insertSorted<T>(list: readonly T[], item: T, key: (item: T) => string): readonly T[] {
  const after = list.findLastIndex((i) => key(i) < key(item)) + 1;
  return [...list.slice(0, after), item, ...list.slice(after)];
}

function addEdits(edits: readonly Edit[], more: readonly Edit[]): readonly Edit[] {
  let all = edits;
  for (const edit of more) {
    if (!all.some((e) => e.ref === edit.ref && e.field === edit.field)) {
      all = insertSorted(all, edit, (e) => `${e.ref} ${e.field}`);
    }
  }
  return all;
}

function replaceWhere<T>(list: readonly T[], match: (item: T) => boolean, change: (item: T) => T): readonly T[] {
  return list.map((item) => (match(item) ? change(item) : item));
}

/** The newest move says where the household lives, in whatever order they are heard of. */
function move(file: HouseholdFile, event: HouseholdMoved): HouseholdFile {
  const { village, grid, registered, base } = file;
  const first: Place = { ref: registered.ref, village, grid, naturalVillage: base.naturalVillage, at: registered.at };
  const [origin = first, ...moves] = file.places ?? [];
  if (moves.some((p) => p.ref === event.ref)) return file;
  const place: Place = {
    ref: event.ref,
    village: event.village,
    grid: event.grid,
    naturalVillage: event.naturalVillage,
    at: event.at,
  };
  const sorted = insertSorted(moves, place, (p) => p.ref);
  const now = newestPlace(origin, sorted);
  return { ...file, places: [origin, ...sorted], village: now.village, grid: now.grid };
}

/** A void as its redemption keeps it. */
export function voidedBy({ ref, reason, by, at }: RedemptionVoided): Voided {
  return { ref, reason, ...(by === undefined ? {} : { by }), ...(at === undefined ? {} : { at }) };
}

function reviewed(entry: Entry, { status, by, at, reason, points, session, waits }: EntryReviewed): Entry {
  return inOrder({
    ...entry,
    status,
    reviewedBy: by,
    reviewedAt: at,
    ...(reason === undefined ? {} : { reason }),
    ...(points === undefined ? {} : { points, pointsBefore: entry.points }),
    ...(session === undefined ? {} : { session }),
    ...(waits === undefined ? {} : { waits }),
  });
}

/** A consent stands before the decision, whichever was heard first, so that files with the same facts are equal text. */
function inOrder(entry: Entry): Entry {
  const { agreed, reviewedBy, reviewedAt, reason, pointsBefore, session, waits, ...recorded } = entry;
  return {
    ...recorded,
    ...(agreed === undefined ? {} : { agreed }),
    ...(reviewedBy === undefined ? {} : { reviewedBy }),
    ...(reviewedAt === undefined ? {} : { reviewedAt }),
    ...(reason === undefined ? {} : { reason }),
    ...(pointsBefore === undefined ? {} : { pointsBefore }),
    ...(session === undefined ? {} : { session }),
    ...(waits === undefined ? {} : { waits }),
  };
}

/** AL-10: the entry with its points to spend. */
function final({ waits: _waits, ...entry }: Entry): Entry {
  return entry;
}

/**
 * The file after an event. A review or void presupposes its fact: the server writes the fact first, a device applies the
 * effects of its own ops before the feed, so the fact is always there before what is said of it.
 */
export function apply(file: HouseholdFile, event: FileEvent): HouseholdFile {
  switch (event.type) {
    case 'household.registered':
      return file;
    case 'entry.recorded':
      return { ...file, entries: insertById<Entry>(file.entries, event.entry) };
    case 'entry.reviewed':
      return {
        ...file,
        entries: replaceWhere(
          file.entries,
          (e) => e.id === event.entry && e.reviewedAt === undefined,
          (e) => reviewed(e, event),
        ),
      };
    case 'entry.agreed': {
      const { type: _type, household: _household, entry, ...agreed } = event;
      return {
        ...file,
        entries: replaceWhere(
          file.entries,
          (e) => e.id === entry && e.agreed === undefined,
          (e) => inOrder({ ...e, agreed }),
        ),
      };
    }
    case 'entries.final': {
      const entries = new Set(event.entries);
      return { ...file, entries: replaceWhere(file.entries, (e) => e.waits === true && entries.has(e.id), final) };
    }
    case 'profile.edited':
      return { ...file, edits: addEdits(file.edits, event.edits) };
    case 'card.replaced':
      return event.n > file.card ? { ...file, card: event.n } : file;
    case 'redemption.recorded':
      return { ...file, redemptions: insertById<Redemption>(file.redemptions, event.redemption) };
    case 'redemption.voided':
      return {
        ...file,
        redemptions: replaceWhere(
          file.redemptions,
          (r) => r.id === event.redemption && r.voided === undefined,
          (r) => ({ ...r, voided: voidedBy(event) }),
        ),
      };
    case 'reservation.made':
      return { ...file, reservations: insertById<Reservation>(file.reservations ?? [], event.reservation) };
    case 'reservation.ended':
      return {
        ...file,
        ...(file.reservations && {
          reservations: replaceWhere(
            file.reservations,
            (r) => r.id === event.reservation && r.ended === undefined,
            (r) => ({ ...r, ended: event.end }),
          ),
        }),
      };
    case 'household.merged': {
      const { type: _type, household: _household, ...merged } = event;
      return file.merged ? file : { ...file, merged };
    }
    case 'household.split': {
      const { type: _type, household: _household, ...split } = event;
      const splits: readonly Split[] = file.splits ?? [];
      return splits.some((s) => s.ref === split.ref)
        ? file
        : { ...file, splits: insertSorted(splits, split, (s) => s.ref) };
    }
    case 'household.moved':
      return move(file, event);
    case 'household.closed': {
      const { type: _type, household: _household, ...closed } = event;
      return file.closed ? file : { ...file, closed };
    }
    case 'points.moved': {
      const { type: _type, household: _household, ...moved } = event;
      return { ...file, moves: insertById<PointsMove>(file.moves ?? [], moved) };
    }
    case 'points.lapsed': {
      const { type: _type, household: _household, ...lapse } = event;
      return { ...file, lapses: insertById<Lapse>(file.lapses ?? [], lapse) };
    }
  }
}

/** The file after its line of an allowance event, devices in the order of their ids; unchanged when the event has no line for it. */
export function applyAllowance(file: HouseholdFile, event: AllowanceSet): HouseholdFile {
  const line = event.lines.find(([household]) => household === file.code);
  if (!line) return file;
  const [, granted, returned, writtenOff = 0] = line;
  const counters = mergeCounters(file.allowances[event.device], { granted, returned, writtenOff });
  const all = Object.entries({ ...file.allowances, [event.device]: counters });
  all.sort(([a], [b]) => (a < b ? -1 : 1));
  return { ...file, allowances: Object.fromEntries(all) };
}
