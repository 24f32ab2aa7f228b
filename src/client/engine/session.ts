/** An unlocked session: what a person sees of the village, in memory only until the screen locks. */
import type { Actor } from '../../domain/role.ts';
import type { Catalogue, DeviceUser } from '../../protocol/catalogue.ts';
import type { Cache, CacheMark } from '../cache/cache.ts';
import { SearchIndex } from '../cache/search.ts';
import type { Journal } from '../journal/journal.ts';
import type { OwnOp, OwnOps } from '../journal/ownOps.ts';
import type { JudgeDesk } from './judge.ts';
import type { FileView } from './tablet.ts';
import { fileView } from './view.ts';

/** Files that are viewed together when the directory follows own ops. */
const VIEW_BATCH = 100;

export class Session {
  readonly user: DeviceUser;
  readonly cache: Cache;
  private readonly journal: Journal;
  private readonly ownOps: OwnOps;
  private currentCatalogue: Catalogue | undefined;
  private index = new SearchIndex();
  /** Households whose shown row differs from the stored one, because own ops are not counted in it yet. */
  private ahead: ReadonlySet<string> = new Set();

  constructor(user: DeviceUser, cache: Cache, journal: Journal, ownOps: OwnOps, catalogue: Catalogue | undefined) {
    this.user = user;
    this.cache = cache;
    this.journal = journal;
    this.ownOps = ownOps;
    this.currentCatalogue = catalogue;
  }

  get catalogue(): Catalogue | undefined {
    return this.currentCatalogue;
  }

  takeCatalogue(catalogue: Catalogue): void {
    this.currentCatalogue = catalogue;
  }

  get directory(): SearchIndex {
    return this.index;
  }

  /** The judge's desk; undefined before the catalogue of the first load is here. */
  desk(): JudgeDesk | undefined {
    const catalogue = this.currentCatalogue;
    if (!catalogue) return undefined;
    const { device, kind } = this.journal.identity;
    const actors = new Map<string, Actor>(catalogue.users.map((u) => [u.id, u]));
    return { device: { id: device, kind }, catalogue, actors };
  }

  /** Reads the stored directory anew (start, or another tab changed it), with own ops on top. Throws SealBrokenError. */
  async reload(): Promise<CacheMark> {
    const mark = await this.cache.stand();
    const index = new SearchIndex();
    index.put(this.cache.rows());
    this.index = index;
    this.ahead = new Set();
    await this.follow([]);
    return mark;
  }

  /** Brings the directory up to date after stored files changed or own ops were judged. */
  async follow(changed: readonly string[]): Promise<void> {
    const { counted } = await this.cache.stand();
    const uncounted = await this.journal.db.ops.where('seq').above(counted).toArray();
    const ahead = new Set(uncounted.flatMap((row) => (row.household === undefined ? [] : [row.household])));
    const stored = new Set([...changed, ...this.ahead].filter((code) => !ahead.has(code)));
    this.ahead = ahead;
    this.index.put([...stored].flatMap((code) => this.cache.row(code) ?? []));
    const codes = [...ahead];
    for (let from = 0; from < codes.length; from += VIEW_BATCH) {
      const views = await Promise.all(codes.slice(from, from + VIEW_BATCH).map((code) => this.view(code)));
      await this.show(views.filter((view) => view !== undefined));
    }
  }

  /** One household changed by an own op: its row follows at once. */
  async recorded(code: string): Promise<void> {
    this.ahead = new Set([...this.ahead, code]);
    const view = await this.view(code);
    if (view) await this.show([view]);
  }

  private async show(views: readonly FileView[]): Promise<void> {
    this.index.put(await this.cache.rowsOf(views.map((v) => v.file)));
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
