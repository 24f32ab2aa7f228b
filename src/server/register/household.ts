import { type Kysely, sql } from 'kysely';
import { pinChange } from '../../domain/familyPin.ts';
import type { HouseholdFile, RedemptionLine } from '../../domain/household.ts';
import { isNewer } from '../../domain/newer.ts';
import { freePoints, pointsOf, remainingOf } from '../../domain/points.ts';
import { profileOf, winningEdit } from '../../domain/profile.ts';
import { makeRef } from '../../domain/ref.ts';
import { REGISTER_REDEMPTIONS, type RegisterEdit, type RegisterHousehold } from '../../protocol/officeRegister.ts';
import type { Database } from '../db/schema.ts';
import { readFiles } from '../feed/snapshot.ts';
import { ProblemError } from '../http/base-problem.ts';
import { namesOf } from '../office/peopleNames.ts';
import { townDirectory } from './directory.ts';

interface Reader {
  readonly town: string;
  /** Null: the whole town. */
  readonly village: string | null;
  /** They may edit, so they may take the family PIN off, which needs what it was. */
  readonly edits: boolean;
}

interface RecordedAct {
  readonly ref: string;
  readonly by: string;
  readonly at: number;
  readonly kind: string;
  readonly reason: string;
  readonly n: number | null;
}

/**
 * One household with its history and everything that hangs on it.
 * @throws ProblemError `not-found` for one that is not there or not the reader's
 */
export async function registerHousehold(
  db: Kysely<Database>,
  reader: Reader,
  code: string,
): Promise<RegisterHousehold> {
  const { town } = reader;
  const [file] = await readFiles(db, town, [code]);
  if (file === undefined || !sees(reader, file)) throw new ProblemError('not-found');
  const [acts, names, goods, devices, cases, directory] = await Promise.all([
    actsOf(db, town, code),
    peopleOf(db, town, file),
    db.selectFrom('goods').select(['sku', 'name', 'spec']).where('town', '=', town).execute(),
    db.selectFrom('devices').select(['id', 'name']).where('town', '=', town).execute(),
    openCases(db, town, code),
    townDirectory(db, town),
  ]);
  const actNames = await namesOf(
    db,
    town,
    acts.map(({ by }) => by),
  );
  const nameOf = (by: string) => names.get(by) ?? actNames.get(by) ?? by;
  const goodsNames = new Map(goods.map(({ sku, name, spec }) => [sku, `${name} ${spec}`.trim()]));
  const deviceNames = new Map(devices.map(({ id, name }) => [id, name]));
  const goodsText = (lines: readonly RedemptionLine[]) =>
    lines.map(({ sku, quantity }) => `${goodsNames.get(sku) ?? sku}×${quantity}`).join('、');
  const said = ({ ref, by, at, reason }: Omit<RecordedAct, 'kind' | 'n'>) => ({ ref, byName: nameOf(by), at, reason });
  const points = pointsOf(file);
  const profile = profileOf(file);
  const { pin, ...open } = profile;
  const others = directory.rows.map(({ row }) => row);
  const newest = [...file.redemptions].sort((a, b) => b.at - a.at);
  const moved = new Map(acts.filter(({ kind }) => kind === 'household.move').map((act) => [act.ref, act]));
  return {
    code,
    village: file.village,
    grid: file.grid,
    profile: reader.edits ? profile : open,
    hasPin: pin !== undefined,
    registered: { ref: file.registered.ref, byName: nameOf(file.registered.by), at: file.registered.at },
    points: {
      earned: points.earned,
      pending: points.pending,
      waiting: points.waiting,
      redeemed: points.redeemed,
      redeemable: points.final - points.redeemed,
      allotted: points.allotted,
      free: freePoints(points),
    },
    rights: Object.keys(file.allowances)
      .map((device) => ({ device, name: deviceNames.get(device) ?? device, points: remainingOf(file, device) }))
      .filter((one) => one.points > 0),
    card: {
      n: file.card,
      replaced: acts.flatMap((act) =>
        act.kind === 'card.replace' && act.n !== null ? [{ ...said(act), n: act.n }] : [],
      ),
    },
    edits: editsOf(file, nameOf),
    places: (file.places ?? []).map(({ ref, village, grid, naturalVillage, at }) => {
      const act = moved.get(ref);
      return { village, grid, naturalVillage, at, ...(act ? said(act) : {}) };
    }),
    merged: file.merged ? { ...said(file.merged), into: file.merged.into } : null,
    closed: file.closed ? said(file.closed) : null,
    splits: (file.splits ?? []).map((split) => ({ ...said(split), to: split.to })),
    mergedFrom: others.filter(({ mergedInto }) => mergedInto === code).map((one) => one.code),
    splitFrom: others.find(({ splitTo }) => splitTo.includes(code))?.code ?? null,
    lapses: (file.lapses ?? []).map(({ id, quarter, points, at }) => ({ id, quarter, points, at })),
    moves: (file.moves ?? []).map(({ id, with: other, points: moving }) => ({ id, with: other, points: moving })),
    redemptions: newest.slice(0, REGISTER_REDEMPTIONS).map((r) => ({
      ...{ id: r.id, date: r.date, points: r.points, goods: goodsText(r.lines), byName: nameOf(r.by) },
      voided: r.voided?.reason ?? null,
      oldCard: r.oldCard ?? null,
    })),
    redemptionCount: file.redemptions.length,
    reservations: (file.reservations ?? [])
      .filter(
        ({ id, ended }) => ended === undefined && !file.redemptions.some((r) => r.reservation === id && !r.voided),
      )
      .map(({ id, date, points: keeping, lines, until }) => ({
        ...{ id, date, points: keeping, goods: goodsText(lines), until: until ?? null },
      })),
    openCases: cases,
  };
}

/** A household that moved away is the other village's to read. */
function sees({ village }: Reader, file: HouseholdFile): boolean {
  return village === null || file.village === village;
}

/** Replacements of its card and its moves that were taken, oldest first; the file keeps only what came of them. */
async function actsOf(db: Kysely<Database>, town: string, code: string): Promise<readonly RecordedAct[]> {
  const { rows } = await sql<Omit<RecordedAct, 'ref'> & { device: string; seq: number }>`
    select device, seq, kind, by_user as by, at + shift_ms as at, body->>'reason' as reason, (body->>'n')::int as n from ops
    where town = ${town} and kind in ('card.replace', 'household.move') and body->>'household' = ${code} and outcome = 'applied'
    order by 5, device, seq`.execute(db);
  return rows.map(({ device, seq, ...act }) => ({ ...act, ref: makeRef(device, seq) }));
}

async function peopleOf(db: Kysely<Database>, town: string, file: HouseholdFile): Promise<ReadonlyMap<string, string>> {
  return namesOf(db, town, [
    file.registered.by,
    file.merged?.by ?? null,
    file.closed?.by ?? null,
    ...(file.splits ?? []).map(({ by }) => by),
    ...file.edits.map(({ by }) => by),
    ...file.redemptions.map(({ by }) => by),
  ]);
}

async function openCases(db: Kysely<Database>, town: string, code: string): Promise<number> {
  const { n } = await db
    .selectFrom('cases')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .where('town', '=', town)
    .where('household', '=', code)
    .where('decision', 'is', null)
    .executeTakeFirstOrThrow();
  return n;
}

/** Every change of every field, the newest first. */
function editsOf(file: HouseholdFile, nameOf: (by: string) => string): readonly RegisterEdit[] {
  return [...file.edits]
    .sort((a, b) => (isNewer(a, b) ? -1 : 1))
    .map((edit) => {
      const { ref, field, value, was, at } = edit;
      const inUse = winningEdit(file.edits, field)?.ref === ref;
      const shown = { ref, field, at, byName: nameOf(edit.by), inUse };
      return field === 'pin' ? { ...shown, value: null, was: null, pin: pinChange(edit) } : { ...shown, value, was };
    });
}
