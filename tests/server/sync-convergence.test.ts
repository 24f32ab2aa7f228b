/** Convergence: whatever devices do and in whatever order they sync, every device ends with the server's files (SY-9, SY-10). */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { App } from '../../src/server/http/base-app.ts';
import { auditTown, serverFiles, texts } from './support/auditTown.ts';
import { type FreshDatabase, freshDatabase } from './support/postgres.ts';
import { Random } from './support/random.ts';
import { recordSomething } from './support/randomOps.ts';
import { asConsole, carried, device, emptyTown, makeTown, officeBrowser, PEOPLE, TOWN } from './support/smallTown.ts';
import { syncServer } from './support/syncServer.ts';
import type { TestDevice } from './support/testDevice.ts';

const HOUSEHOLDS = ['XW-0001', 'XW-0002', 'XW-1001'];
const GRIDS = ['XW-G1', 'XW-G2'];
let fresh: FreshDatabase;
let app: App;

beforeAll(async () => {
  fresh = await freshDatabase();
  app = await syncServer(fresh.db);
});
afterAll(async () => {
  await app.close();
  await fresh.drop();
});

type Step =
  | { readonly do: 'record'; readonly who: number; readonly times: number }
  | {
      readonly do: 'sync';
      readonly who: number;
      readonly pull: boolean;
      readonly opsMax: number;
      readonly lost: boolean;
    }
  | { readonly do: 'carry'; readonly who: number; readonly grids: number }
  | { readonly do: 'reload'; readonly who: number }
  | { readonly do: 'office' };

const who = fc.nat({ max: 2 });
const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    {
      weight: 5,
      arbitrary: fc.record({ do: fc.constant('record' as const), who, times: fc.integer({ min: 1, max: 6 }) }),
    },
    {
      weight: 6,
      arbitrary: fc.record({
        do: fc.constant('sync' as const),
        who,
        pull: fc.boolean(),
        opsMax: fc.integer({ min: 1, max: 9 }),
        lost: fc.boolean(),
      }),
    },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('carry' as const), who, grids: fc.nat({ max: 3 }) }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('reload' as const), who }) },
    { weight: 3, arbitrary: fc.record({ do: fc.constant('office' as const) }) },
  ),
  { minLength: 10, maxLength: 40 },
);

/** The office decides whatever waits: entries, and Cases in every way they offer. */
async function decideSomething(office: TestDevice, random: Random): Promise<void> {
  const waiting = await fresh.db
    .selectFrom('entries')
    .select(['household', 'id'])
    .where('status', '=', 'submitted')
    .orderBy('id')
    .execute();
  for (const { household, id } of waiting) {
    if (random.below(2) === 0) continue;
    const decision = random.below(3) === 0 ? ('reject' as const) : ('approve' as const);
    office.record('entry.review', { household, entry: id, decision, reason: '看过' }, 'office');
  }
  const cases = await fresh.db.selectFrom('cases').selectAll().where('decision', 'is', null).orderBy('id').execute();
  for (const { id, competing } of cases) {
    const decision = random.one(['accept', 'reject', 'keep_both', 'swap', 'cut'] as const);
    const replace = decision === 'swap' ? competing[0] : undefined;
    office.record('case.decide', { case: id, decision, ...(replace ? { replace } : {}), reason: '定了' }, 'office');
  }
  await office.syncAll();
}

async function walk(plan: readonly Step[], seed: number): Promise<void> {
  await emptyTown(fresh.db);
  await makeTown(fresh.db, 2);
  await asConsole(
    fresh.db,
    HOUSEHOLDS.map((h) => carried(h, 60)),
  );
  const random = new Random(seed);
  const people = ['w1', 'w2', 'office'] as const;
  const devices = [
    await device(app, fresh.db, 'tablet', 'XW', ['w1']),
    await device(app, fresh.db, 'tablet', 'XW', ['w2']),
    await device(app, fresh.db, 'counter', 'XW', ['office']),
  ];
  const office = await officeBrowser(app, fresh.db, PEOPLE.office);
  for (const step of plan) {
    const at = step.do === 'office' ? 0 : step.who;
    const one = devices[at] as TestDevice;
    if (step.do === 'office') await decideSomething(office, random);
    else if (step.do === 'reload') await one.load();
    else if (step.do === 'carry') one.carry = GRIDS.filter((_g, i) => step.grids & (1 << i));
    else if (step.do === 'record') {
      for (let i = 0; i < step.times; i++) recordSomething(one, people[at] ?? 'w1', random, HOUSEHOLDS);
    } else if (step.lost) await one.post(await one.request(step));
    else {
      const { giveBack } = await one.sync(step);
      const lines = (giveBack ?? []).flatMap(([household, keep]) => {
        const surplus = one.remaining(household) - keep;
        const returned = one.file(household).allowances[one.id]?.returned ?? 0;
        return surplus > 0 ? [[household, returned + surplus] as const] : [];
      });
      if (lines.length > 0) one.record('allowance.return', { lines }, one.id);
    }
  }
  for (const one of [...devices, office, ...devices, office]) await one.syncAll();
  await auditTown(fresh.db, TOWN);
  const server = texts((await serverFiles(fresh.db, TOWN)).filter((f) => f.village === 'XW'));
  for (const one of [...devices, office]) expect(texts(one.files.values())).toEqual(server);
  const loaded = await device(app, fresh.db, 'tablet', 'XW', ['w1']);
  expect(texts(loaded.files.values())).toEqual(server);
}

test('[SY-9] [SY-10] [AL-2] [AL-7] every device ends with the server’s files, for any deeds in any order of syncs', async () => {
  await fc.assert(fc.asyncProperty(steps, fc.nat({ max: 1_000_000 }), walk), {
    numRuns: 20,
    seed: 20261123,
    endOnFailure: false,
  });
});
