/**
 * Every household of a town in this process's memory, for search: 10,000 are looked through in milliseconds, which no index over
 * names, initials, plates and members at once would do. It follows the feed place of each household's last change, so a
 * question after any change sees it, and a restored history (SY-14) is read afresh.
 */
import { type Kysely, sql } from 'kysely';
import { profileOf } from '../../domain/profile.ts';
import { type Prepared, plain, prepare, type Searched } from '../../domain/search/householdSearch.ts';
import { type InitialsOf, loadInitials } from '../../domain/search/initials.ts';
import type { RegisterRow } from '../../protocol/officeRegister.ts';
import type { Database } from '../db/schema.ts';

/** Towns kept at once; the one that was asked for longest ago goes first. */
const TOWNS_MAX = 8;
/** Rows turned into memory between two breaths of the process. */
const BREATH = 1_000;

export interface Known extends Searched, Omit<RegisterRow, keyof Searched | 'found'> {
  readonly people: readonly { readonly name: string; readonly plain: string; readonly initials: string }[];
  readonly splitTo: readonly string[];
}

export class TownDirectory {
  /** In the order of their codes. */
  rows: readonly Prepared<Known>[] = [];
  readonly byCode = new Map<string, Prepared<Known>>();
  readonly epoch: string;
  private rev = -1;

  constructor(epoch: string) {
    this.epoch = epoch;
  }

  /** Reads what changed since the last question; `now` is the town's feed place. */
  async follow(db: Kysely<Database>, town: string, now: number, initialsOf: InitialsOf): Promise<void> {
    if (this.rev >= now) return;
    const changed = await db
      .selectFrom('households')
      .select([
        'code',
        'village',
        'grid',
        'base',
        'edits',
        'lineage',
        'ended',
        'head',
        'earned',
        'final',
        'redeemed',
        'rev',
      ])
      .where('town', '=', town)
      .where('rev', '>', this.rev)
      .execute();
    let isNew = false;
    for (const [i, row] of changed.entries()) {
      if (i % BREATH === BREATH - 1) await new Promise((resolve) => setImmediate(resolve));
      isNew ||= !this.byCode.has(row.code);
      const { lineage } = row;
      const profile = profileOf({ ...row, ...lineage });
      const members = Object.values(profile.members);
      const { naturalVillage, doorPlate, status, tags, phone } = profile;
      const one: Known = {
        ...{
          code: row.code,
          village: row.village,
          grid: row.grid,
          naturalVillage,
          head: row.head,
          doorPlate,
          status,
          tags: [...tags],
        },
        phoneLast4: phone.slice(-4),
        initials: initialsOf(row.head),
        people: members.map(({ name }) => ({ name, plain: plain(name), initials: initialsOf(name) })),
        members: members.length,
        earned: row.earned,
        redeemable: row.final - row.redeemed,
        ended: row.ended,
        mergedInto: lineage?.merged?.into ?? null,
        splitTo: (lineage?.splits ?? []).map(({ to }) => to),
      };
      this.byCode.set(row.code, prepare(one));
    }
    if (changed.length > 0) {
      this.rows = isNew
        ? [...this.byCode.values()].sort((a, b) => (a.row.code < b.row.code ? -1 : 1))
        : this.rows.map(({ row }) => this.byCode.get(row.code)).filter((one) => one !== undefined);
    }
    this.rev = now;
  }
}

/** By database and town: tests have several databases in one process. */
const kept = new WeakMap<Kysely<Database>, Map<string, { directory: TownDirectory; turn: Promise<void> }>>();

/** The town's households as they are now. */
export async function townDirectory(db: Kysely<Database>, town: string): Promise<TownDirectory> {
  const { rows } = await sql<{
    epoch: string;
    feed_seq: number;
  }>`select epoch, feed_seq from towns where town = ${town}`.execute(db);
  const { epoch = '', feed_seq: now = 0 } = rows[0] ?? {};
  const towns = kept.get(db) ?? new Map();
  kept.set(db, towns);
  const known = towns.get(town);
  const one =
    known?.directory.epoch === epoch ? known : { directory: new TownDirectory(epoch), turn: Promise.resolve() };
  towns.delete(town);
  towns.set(town, one);
  const [oldest] = towns.keys();
  if (towns.size > TOWNS_MAX && oldest !== undefined) towns.delete(oldest);
  const initialsOf = await loadInitials();
  // One after the other: two questions at once read a change once.
  const turn = one.turn.then(() => one.directory.follow(db, town, now, initialsOf));
  one.turn = turn.catch(() => undefined);
  await turn;
  return one.directory;
}
