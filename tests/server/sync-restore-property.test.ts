/**
 * SY-14, AL-2, AL-7 as a property: whatever was promised, spent and earned behind a backup, and in whatever order devices come back after it was put
 * back, the database never refuses, every outcome that somebody was told stands, and in the end nothing is overspent and no debt is left.
 */
import { PassThrough } from 'node:stream';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Verdict } from '../../src/domain/verdict.ts';
import { backupTown } from '../../src/server/backup/backupTown.ts';
import { sourceOf } from '../../src/server/backup/readBackup.ts';
import { restoreTown } from '../../src/server/backup/restoreTown.ts';
import { auditTown } from './support/auditTown.ts';
import { asConsole, carried, device, emptyTown, makeTown, TOWN } from './support/smallTown.ts';
import { openStage, type Stage } from './support/stage.ts';
import type { TestDevice } from './support/testDevice.ts';

const HOUSEHOLDS = ['XW-0001', 'XW-0002'] as const;
const PEOPLE = ['w1', 'w2', 'clerk'] as const;
let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

const who = fc.nat({ max: 2 });
const where = fc.constantFrom(...HOUSEHOLDS);
const points = fc.integer({ min: 1, max: 12 });
const step = fc.oneof(
  { weight: 3, arbitrary: fc.record({ do: fc.constant('earn' as const), who, where, points }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('spend' as const), who, where, points }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('online' as const), who, where, points }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('return' as const), who, where, points }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('sync' as const), who, where, points }) },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;
const steps = fc.array(step, { minLength: 4, maxLength: 14 });

/** Spending and returning as a real device does it: never beyond what it holds (AL-3). */
class Purse {
  readonly one: TestDevice;
  private readonly by: string;
  private drawn = new Map<string, number>();

  constructor(one: TestDevice, by: string) {
    this.one = one;
    this.by = by;
  }

  private left(household: string): number {
    return this.one.remaining(household) - (this.drawn.get(household) ?? 0);
  }

  private draw(household: string, n: number): void {
    this.drawn.set(household, (this.drawn.get(household) ?? 0) + n);
  }

  async take(s: Step): Promise<void> {
    const { one, by } = this;
    const lines = [{ sku: 'rice', quantity: 1, price: s.points }];
    const sale = { household: s.where, lines, points: s.points };
    if (s.do === 'earn' && by !== 'clerk') one.score(s.where, 'BIG-01', by, { points: s.points });
    if (s.do === 'spend' && this.left(s.where) >= s.points) {
      this.draw(s.where, s.points);
      one.record('redemption.record', { ...sale, mode: 'allowance' }, by);
    }
    if (s.do === 'online') one.record('redemption.record', { ...sale, mode: 'online' }, by);
    // Returned is a total: only while nothing of it is under way.
    if (s.do === 'return' && this.drawn.size === 0 && this.left(s.where) >= s.points) {
      const returned = (one.file(s.where).allowances[one.id]?.returned ?? 0) + s.points;
      this.draw(s.where, s.points);
      one.record('allowance.return', { lines: [[s.where, returned]] }, one.id);
    }
    if (s.do === 'sync') await this.sync();
  }

  async sync(): Promise<void> {
    await this.one.syncAll();
    this.drawn = new Map();
  }
}

async function backup(): Promise<Uint8Array> {
  const parts: Buffer[] = [];
  await backupTown(
    stage.db,
    TOWN,
    new PassThrough().on('data', (part: Buffer) => parts.push(part)),
  );
  return Buffer.concat(parts);
}

test('[SY-14] [AL-2] [AL-7] restores at any moment: what was promised is honoured, and nothing is overspent', async () => {
  const property = fc.asyncProperty(steps, steps, steps, steps, async (before, lost, after, second) => {
    const { app, db } = stage;
    await emptyTown(db);
    await makeTown(db, 2);
    await asConsole(
      db,
      HOUSEHOLDS.map((h) => carried(h, 40)),
    );
    const purses: Purse[] = [];
    for (const person of PEOPLE) {
      const one = await device(app, db, person === 'clerk' ? 'counter' : 'tablet', 'XW', [person]);
      one.carry = ['XW-G1'];
      await one.syncAll();
      purses.push(new Purse(one, person));
    }
    const act = async (some: readonly Step[]) => {
      for (const s of some) await purses[s.who]?.take(s);
    };
    const told = () =>
      new Map(purses.flatMap(({ one }) => [...one.verdicts].map(([ref, { verdict }]) => [ref, verdict] as const)));
    await act(before);
    const bytes = await backup();
    await act(lost);
    const known: Map<string, Verdict> = told();
    await restoreTown(db, sourceOf(bytes), { replace: true });
    await act(after);
    for (const [ref, verdict] of told()) known.set(ref, known.get(ref) ?? verdict);
    // Once more, while some may still have to come back.
    await restoreTown(db, sourceOf(bytes), { replace: true });
    await act(second);
    for (let i = 0; i < 2; i++) for (const purse of purses) await purse.sync();

    await auditTown(db, TOWN);
    const now = told();
    for (const [ref, verdict] of known) expect(now.get(ref)?.outcome, ref).toBe(verdict.outcome);
    const rows = await db.selectFrom('households').select(['code', 'final', 'redeemed', 'allotted', 'debt']).execute();
    for (const row of rows) {
      expect(row, row.code).toMatchObject({ debt: 0 });
      expect(row.redeemed + row.allotted, row.code).toBeLessThanOrEqual(row.final);
    }
    const waiting = await db.selectFrom('devices').select('id').where('awaited', '=', true).execute();
    expect(waiting).toEqual([]);
    const open = await db.selectFrom('cases').select('code').where('decision', 'is', null).execute();
    expect(open).toEqual([]);
  });
  await fc.assert(property, { numRuns: Number(process.env.RUNS ?? 8), endOnFailure: true });
}, 400_000);
