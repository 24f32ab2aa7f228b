/**
 * Bringing the cache up to the journal and the feed (SY-10). Own applied ops come first, because the feed may speak of what
 * they created, and once more those that speak of what only the feed brought; everything is one transaction with the marks that say
 * what is counted.
 */
import { apply, applyAllowance, newFile } from '../../domain/apply.ts';
import type { DomainEvent, FileEvent } from '../../domain/event.ts';
import { isFileEvent } from '../../domain/event.ts';
import type { AllowanceSet } from '../../domain/events/spending.ts';
import type { HouseholdFile } from '../../domain/household.ts';
import { effects, householdOf } from '../../domain/judge/effects.ts';
import { type HouseholdOp, isHouseholdOp } from '../../domain/op.ts';
import { heardStock, type StoredStock } from '../../domain/stockView.ts';
import type { Catalogue } from '../../protocol/catalogue.ts';
import type { Cursor } from '../../protocol/sync.ts';
import type { Cache, CacheMark } from '../cache/cache.ts';
import { type Journal, mustBeMine } from '../journal/journal.ts';
import type { OwnOp, OwnOps } from '../journal/ownOps.ts';

export interface Pulled {
  readonly events: readonly DomainEvent[];
  readonly cursor: Cursor;
  readonly catalogue: Catalogue | undefined;
  /** Households that moved into this device's scope, as the server has them (CF-09). */
  readonly arrived: readonly HouseholdFile[];
  /** Households that moved out of it. */
  readonly gone: readonly string[];
  /** The feed has more: what own ops did may still come. */
  readonly more: boolean;
}

/** Files being changed: what was read, and what became of it. */
class Draft {
  private readonly before = new Map<string, HouseholdFile>();
  private readonly after = new Map<string, HouseholdFile>();

  constructor(files: readonly HouseholdFile[]) {
    for (const file of files) this.before.set(file.code, file);
  }

  get(code: string): HouseholdFile | undefined {
    return this.after.get(code) ?? this.before.get(code);
  }

  /** A file that is not here is not of this device's scope, unless the event registers it. */
  apply(event: FileEvent): void {
    const file = this.get(event.household);
    if (file) this.put(apply(file, event));
    else if (event.type === 'household.registered') this.put(newFile(event));
  }

  applyAllowance(event: AllowanceSet): void {
    for (const line of event.lines) {
      const file = this.get(line[0]);
      if (file) this.put(applyAllowance(file, { ...event, lines: [line] }));
    }
  }

  /** The server's own file has every fact that this one has, except those that only the journal knows. */
  replace(file: HouseholdFile): void {
    this.after.set(file.code, file);
  }

  changed(): readonly HouseholdFile[] {
    return [...this.after.values()];
  }

  private put(file: HouseholdFile): void {
    if (file !== this.get(file.code)) this.after.set(file.code, file);
  }
}

function householdsOf(own: readonly OwnOp[], events: readonly DomainEvent[]): ReadonlySet<string> {
  const codes = new Set<string>();
  for (const { op, verdict } of own) {
    if (op?.kind === 'allowance.return') for (const [household] of op.body.lines) codes.add(household);
    else if (op && isHouseholdOp(op)) codes.add(householdOf(op, verdict));
  }
  for (const event of events) {
    if (isFileEvent(event)) codes.add(event.household);
    else if (event.type === 'allowance.set') for (const [household] of event.lines) codes.add(household);
  }
  return codes;
}

/** What an op speaks of in the file of its household. */
function spokenOf(op: HouseholdOp): string | undefined {
  switch (op.kind) {
    case 'entry.review':
    case 'entry.reverse':
      return op.body.entry;
    case 'redemption.void':
      return op.body.redemption;
    case 'reservation.cancel':
      return op.body.reservation;
    default:
      return undefined;
  }
}

/**
 * Whether what an own applied op is about is here already. After a restore it may not be: the file was loaded anew while another device had yet to
 * bring that, and did before this one was judged again (SY-14).
 */
function findsItsOwn(draft: Draft, { op, verdict }: OwnOp): boolean {
  if (!op || verdict?.outcome !== 'applied') return true;
  if (op.kind === 'allowance.return') return op.body.lines.every(([household]) => draft.get(household) !== undefined);
  if (!isHouseholdOp(op) || op.kind === 'household.register') return true;
  const file = draft.get(householdOf(op, verdict));
  const id = spokenOf(op);
  if (!file || id === undefined) return file !== undefined;
  return [file.entries, file.redemptions, file.reservations ?? []].some((list) => list.some((one) => one.id === id));
}

function applyOwn(draft: Draft, device: string, own: OwnOp, zoneOffsetMinutes: number): void {
  const { op, verdict, ref, at } = own;
  if (!op || verdict?.outcome !== 'applied') return;
  if (op.kind === 'allowance.return') {
    const lines = op.body.lines.map(([household, returned]) => [household, 0, returned] as const);
    draft.applyAllowance({ type: 'allowance.set', device, lines });
  } else if (isHouseholdOp(op)) {
    const file = draft.get(householdOf(op, verdict));
    for (const event of effects(file, op, verdict, { ref, at, zoneOffsetMinutes })) draft.apply(event);
  }
}

/**
 * The stock after what was heard. The server tells its numbers to the author too, so own ops are counted once their event is here, or
 * the feed has nothing more.
 */
async function stockAfter(
  cache: Cache,
  device: string,
  { events, more }: Pulled,
  acked: number,
): Promise<StoredStock | undefined> {
  const before = await cache.stock();
  const heard = events.flatMap((event) => (event.type === 'stock.set' ? [event] : []));
  const now = heardStock(before, heard, device);
  const counted = more ? now.counted : Math.max(now.counted, acked);
  return heard.length > 0 || counted !== before.counted ? { ...now, counted } : undefined;
}

/**
 * Writes what the journal's verdicts and the pulled changes make of the files; the households that changed. Does nothing during
 * a first load. Throws CacheMovedError when another tab was faster: nothing is lost, the next sync pulls the same again.
 */
export async function catchUp(
  journal: Journal,
  ownOps: OwnOps,
  cache: Cache,
  zoneOffsetMinutes: number,
  pulled: Pulled,
): Promise<readonly string[]> {
  const seen: CacheMark = await cache.stand();
  if (!seen.cursor || seen.load) return [];
  const { seq: acked } = await mustBeMine(journal);
  const { device } = journal.identity;
  const own = await ownOps.judgedRange(seen.counted, acked);
  const { events } = pulled;
  const { files } = await cache.files([...householdsOf(own, events)]);
  const draft = new Draft(files);
  // What arrived counts own ops too; counting them again changes nothing.
  for (const file of pulled.arrived) draft.replace(file);
  const early: OwnOp[] = [];
  for (const one of own) {
    if (!findsItsOwn(draft, one)) early.push(one);
    applyOwn(draft, device, one, zoneOffsetMinutes);
  }
  for (const event of events) {
    if (isFileEvent(event)) draft.apply(event);
    else if (event.type === 'allowance.set') draft.applyAllowance(event);
  }
  let awaiting: OwnOp | undefined;
  for (const one of early) {
    if (!findsItsOwn(draft, one)) awaiting ??= one;
    applyOwn(draft, device, one, zoneOffsetMinutes);
  }
  const { cursor, more } = pulled;
  // What the rest of the feed may still bring is waited for; without a rest it is nowhere in this device's scope.
  const counted = Math.max(seen.counted, more && awaiting ? awaiting.seq - 1 : acked);
  const moved = cursor.hash !== seen.cursor.hash || cursor.seq !== seen.cursor.seq || counted !== seen.counted;
  const gone = new Set(pulled.gone);
  const changed = draft.changed().filter((file) => !gone.has(file.code));
  if (!moved && changed.length + gone.size === 0 && !pulled.catalogue) return [];
  const stock = await stockAfter(cache, device, pulled, acked);
  await cache.write(seen, {
    files: changed,
    removed: [...gone],
    meta: { cursor, counted },
    catalogue: pulled.catalogue,
    stock,
  });
  return [...changed.map((file) => file.code), ...gone];
}
