/** An unlocked session: what a person sees of the village, in memory only until the screen locks. */
import type { HouseholdFile } from '../../domain/household.ts';
import { householdOf } from '../../domain/judge/effects.ts';
import { must } from '../../domain/must.ts';
import { isHouseholdOp } from '../../domain/op.ts';
import type { Actor } from '../../domain/role.ts';
import { type StockView, stockView } from '../../domain/stockView.ts';
import type { Catalogue, DeviceUser } from '../../protocol/catalogue.ts';
import { catalogueAt, nextChangeAfter } from '../../protocol/catalogueAt.ts';
import type { Cache, CacheMark } from '../cache/cache.ts';
import { SearchIndex } from '../cache/search.ts';
import type { Journal } from '../journal/journal.ts';
import type { OwnOp, OwnOps } from '../journal/ownOps.ts';
import type { JudgeDesk } from './judge.ts';
import { ownStock } from './ownStock.ts';
import type { FileView } from './tablet.ts';
import { fileView } from './view.ts';

/** The village whose store this device sees: its own, or where it sees several that of its person. */
function storeIn({ villages }: Catalogue, user: DeviceUser): string | undefined {
  return villages.length === 1 ? villages[0]?.code : (user.village ?? undefined);
}

export class Session {
  readonly user: DeviceUser;
  readonly cache: Cache;
  private readonly journal: Journal;
  private readonly ownOps: OwnOps;
  private readonly now: () => number;
  private storedCatalogue: Catalogue | undefined;
  private index = new SearchIndex();
  /** Households whose shown row is ahead of the stored one, with the newest own op that is not counted in it. */
  private ahead: ReadonlyMap<string, number> = new Map();

  /** `now` is the device's clock as the server corrects it, ms. */
  constructor(
    user: DeviceUser,
    cache: Cache,
    journal: Journal,
    ownOps: OwnOps,
    catalogue: Catalogue | undefined,
    now: () => number,
  ) {
    this.user = user;
    this.cache = cache;
    this.journal = journal;
    this.ownOps = ownOps;
    this.storedCatalogue = catalogue;
    this.now = now;
  }

  /** The catalogue with the prices and notices of now (CF-14). */
  get catalogue(): Catalogue | undefined {
    return this.storedCatalogue && catalogueAt(this.storedCatalogue, this.now());
  }

  /** When the next price or notice begins or ends, from now, ms; undefined when none is known. */
  msToNextChange(): number | undefined {
    const now = this.now();
    const next = this.storedCatalogue && nextChangeAfter(this.storedCatalogue, now);
    return next === undefined ? undefined : next - now;
  }

  takeCatalogue(catalogue: Catalogue): void {
    this.storedCatalogue = catalogue;
  }

  get directory(): SearchIndex {
    return this.index;
  }

  /** The judge's desk; undefined before the catalogue of the first load is here. */
  desk(): JudgeDesk | undefined {
    const { catalogue } = this;
    if (!catalogue) return undefined;
    const { device, kind } = this.journal.identity;
    const actors = new Map<string, Actor>(catalogue.users.map((u) => [u.id, u]));
    return { device: { id: device, kind }, catalogue, actors };
  }

  /** What lies in the village's store, own ops included; undefined before it is known which village that is. */
  async stock(): Promise<StockView | undefined> {
    const { catalogue } = this;
    const store = catalogue && storeIn(catalogue, this.user);
    if (store === undefined) return undefined;
    const stored = await this.cache.stock();
    const own = await this.ownOps.range(stored.counted, Infinity);
    const { device } = this.journal.identity;
    return stockView(store, stored, await ownStock(own, this.ownOps, this.cache, device));
  }

  /** Reads the stored directory anew (start, or another tab changed it), with own ops on top. Throws SealBrokenError. */
  async reload(): Promise<CacheMark> {
    const mark = await this.cache.stand();
    const index = new SearchIndex();
    index.put(this.cache.rows());
    this.index = index;
    this.ahead = new Map();
    await this.follow([]);
    return mark;
  }

  /**
   * Brings the directory up to date after stored files changed, or own ops were recorded or judged. Rows that nothing
   * happened to are left as they are: a backlog of a thousand ops costs once, not with every step of a sync.
   */
  async follow(changed: readonly string[]): Promise<void> {
    const { counted } = await this.cache.stand();
    const ahead = new Map<string, number>();
    for (const { household, seq } of await this.journal.db.ops.where('seq').above(counted).toArray()) {
      if (household !== undefined) ahead.set(household, seq);
    }
    // What counts for another household by now puts that one ahead too (CF-09).
    for (const { to, seq } of await this.journal.db.verdicts.where('to').above('').toArray()) {
      if (to !== undefined && seq > counted) ahead.set(to, Math.max(seq, ahead.get(to) ?? 0));
    }
    const before = this.ahead;
    this.ahead = ahead;
    const touched = new Set([...changed, ...before.keys()]);
    this.index.put([...touched].flatMap((code) => (ahead.has(code) ? [] : (this.cache.row(code) ?? []))));
    this.index.remove(changed.filter((code) => !this.cache.row(code)));
    const isChanged = new Set(changed);
    await this.show(
      [...ahead].flatMap(([code, seq]) => (isChanged.has(code) || before.get(code) !== seq ? [code] : [])),
    );
  }

  /** One household changed by an own op: its row follows at once. `file` is how it is shown from now on. */
  async recorded(code: string, seq: number, file: HouseholdFile | undefined): Promise<void> {
    this.ahead = new Map([...this.ahead, [code, seq]]);
    if (file) this.index.put(await this.cache.rowsOf([file]));
  }

  /** Puts households into the directory as they are shown, own ops included. */
  private async show(codes: readonly string[]): Promise<void> {
    const desk = this.desk();
    if (!desk || codes.length === 0) return;
    const { files, counted } = await this.cache.files(codes);
    const stored = new Map(files.map((file) => [file.code, file]));
    const rights = await this.journal.db.allowances.bulkGet([...codes]);
    const own = new Map<string, OwnOp[]>(codes.map((code) => [code, []]));
    for (const op of await this.ownOps.range(counted, Infinity)) {
      if (!op.op || !isHouseholdOp(op.op)) continue;
      for (const code of new Set([op.op.body.household, householdOf(op.op, op.verdict)])) own.get(code)?.push(op);
    }
    const views = codes.map((code, i) => fileView(stored.get(code), must(own.get(code), code), [], desk, rights[i]));
    this.index.put(await this.cache.rowsOf(views.flatMap((view) => (view ? [view.file] : []))));
  }

  /**
   * How a household stands for the judge of a deed: the view's file, read only as far as own ops concern it. What another tab
   * has recorded this moment may be missing; the server's verdict will not miss it.
   */
  async standing(code: string): Promise<HouseholdFile | undefined> {
    if (this.ahead.has(code)) return (await this.view(code))?.file;
    return (await this.cache.file(code)).file;
  }

  /** The view of a household (SY-10); undefined when it is not on this device. Throws SealBrokenError. */
  async view(code: string): Promise<FileView | undefined> {
    const desk = this.desk();
    if (!desk) return undefined;
    const { db } = this.journal;
    const { file, counted } = await this.cache.file(code);
    const [uncounted, right, waiting] = await Promise.all([
      this.ownOps.ofHousehold(code, counted),
      db.allowances.get(code),
      db.verdicts.where('waiting').equals(code).primaryKeys(),
    ]);
    const countedWaiting = waiting.filter((seq) => seq <= counted);
    const others: readonly OwnOp[] = countedWaiting.length > 0 ? await this.ownOps.some(countedWaiting) : [];
    return fileView(file, uncounted, others, desk, right);
  }
}
