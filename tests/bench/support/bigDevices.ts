/** The devices of a big town: tablets that record, review of what they brought, Cases, and how they were last seen. */
import { type Kysely, sql } from 'kysely';
import { addDays, type Day } from '../../../src/domain/calendar.ts';
import type { Rule } from '../../../src/domain/rule.ts';
import type { Database } from '../../../src/server/db/schema.ts';
import type { ConsoleOp } from '../../../src/server/ingest/console.ts';
import { createEnrolCode } from '../../../src/server/office/enrolCodes.ts';
import { injected, syncServer } from '../../server/support/syncServer.ts';
import { TestDevice } from '../../server/support/testDevice.ts';
import type { BigSize } from './bigHistory.ts';
import { noteOf } from './notes.ts';
import { pseudoRandom } from './pseudoRandom.ts';
import { householdCode, pick, plainRules, TOWN, VILLAGE } from './town.ts';

const TABLETS_MAX = 10;
/** So many live in the grids of one worker. */
const WORKER_HOUSEHOLDS = 500;
const DEEDS = 200;
const DAY_MS = 86_400_000;
const RECENT_DAYS = 25;

/** Enrols tablets, lets them record and sync, and has the office settle a part of what came. */
export async function bigDevices(
  db: Kysely<Database>,
  rules: readonly Rule[],
  size: BigSize,
  record: (ops: readonly ConsoleOp[]) => Promise<void>,
  until: Day,
): Promise<void> {
  const random = pseudoRandom(11);
  const app = await syncServer(db);
  try {
    const tablets = Math.min(TABLETS_MAX, Math.floor(size.households / WORKER_HOUSEHOLDS));
    for (let i = 1; i <= tablets; i++) {
      const worker = `${VILLAGE.toLowerCase()}${i}`;
      const wanted = { kind: 'tablet', village: VILLAGE, users: [worker], name: `${i}号平板` } as const;
      const code = (await createEnrolCode(db, { town: TOWN, id: 'office' }, wanted)).code;
      const tablet = await TestDevice.enrol(injected(app), code);
      for (let n = 0; n < DEEDS; n++) {
        const daysAgo = Math.floor(random() * RECENT_DAYS);
        const rule = pick(plainRules(rules), random);
        const points = rule.shape.type === 'fixed' ? rule.shape.points : 1;
        // Few households, so that caps are met.
        const household = householdCode(WORKER_HOUSEHOLDS * (i - 1) + 1 + Math.floor(random() * 40));
        const at = Date.now() - daysAgo * DAY_MS;
        tablet.score(household, rule.code, worker, {
          at,
          date: addDays(until, -daysAgo),
          points,
          note: noteOf(random),
        });
      }
      while (tablet.ack < tablet.log.ops.length) await tablet.sync({ pull: false });
      await record(settled(tablet, random));
    }
  } finally {
    await app.close();
  }
  await decideCases(db, record);
  await age(db);
}

/** Of what a tablet brought, most is reviewed, some of it taken back. */
function settled(tablet: TestDevice, random: () => number): readonly ConsoleOp[] {
  return tablet.log.ops.flatMap((op): readonly ConsoleOp[] => {
    const entry = `${tablet.id}-${String(op.seq).padStart(6, '0')}`;
    const verdict = tablet.verdict(entry);
    const { household } = op.body as { household: string };
    if (verdict.outcome !== 'applied' || verdict.params?.status === 'approved') return [];
    const fate = random();
    if (fate < 0.3) return [];
    if (fate < 0.4)
      return [{ kind: 'entry.review', body: { household, entry, decision: 'reject', reason: '照片看不清' } }];
    const approve: ConsoleOp = { kind: 'entry.review', body: { household, entry, decision: 'approve' } };
    return fate < 0.95 ? [approve] : [approve, { kind: 'entry.reverse', body: { household, entry, reason: '记错户' } }];
  });
}

async function decideCases(db: Kysely<Database>, record: (ops: readonly ConsoleOp[]) => Promise<void>): Promise<void> {
  const cases = await db
    .selectFrom('cases')
    .select(['id', 'code'])
    .where('town', '=', TOWN)
    .where('code', 'in', ['over_cap', 'over_cap_part'])
    .orderBy('id')
    .execute();
  const ops = cases.flatMap(({ id }, i): readonly ConsoleOp[] =>
    i % 5 === 0
      ? []
      : [
          {
            kind: 'case.decide',
            body: { case: id, decision: i % 5 === 1 ? 'keep_both' : 'reject', reason: '看过了' },
          },
        ],
  );
  await record(ops);
}

/** Cases of two years, decided after some days; devices that were last heard of at different times. */
async function age(db: Kysely<Database>): Promise<void> {
  await sql`with aged as (select id, row_number() over (order by id) as n, count(*) over () as all_of_them from cases where town = ${TOWN})
    update cases c set opened_at = now() - (a.n * 700.0 / a.all_of_them) * interval '1 day',
      decided_at = case when c.decision is null then null
        else now() - (a.n * 700.0 / a.all_of_them) * interval '1 day' + (1 + a.n % 9) * interval '7 hours' end
    from aged a where c.town = ${TOWN} and c.id = a.id`.execute(db);
  const { rows } = await sql<{
    id: string;
  }>`select id from devices where town = ${TOWN} and kind = 'tablet' order by id`.execute(db);
  for (const [i, { id }] of rows.entries()) {
    await sql`update devices set last_sync_at = now() - ${i * i} * interval '5 hours', unsent = ${(i * 7) % 20},
      clock_offset_ms = ${i % 4 === 3 ? 600_000 : i * 200}, app = ${i % 3 === 0 ? '0.1.0' : '0.2.0'}
      where town = ${TOWN} and id = ${id}`.execute(db);
  }
}
