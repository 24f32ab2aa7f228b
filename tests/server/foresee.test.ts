/** What the office is shown before it decides a Case, against what the decision then does. */
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { decisionsFor } from '../../src/domain/judge/caseDecision.ts';
import { must } from '../../src/domain/must.ts';
import type { OpBodies } from '../../src/domain/op.ts';
import type { HeldCode } from '../../src/domain/verdict.ts';
import type { OfficeCase, OfficeCases } from '../../src/protocol/officeCases.ts';
import type { ForeseenAll } from '../../src/protocol/officeCaseWork.ts';
import { auditTown } from './support/auditTown.ts';
import { asConsole, carried, officeBrowser, PEOPLE, registration, TOWN } from './support/smallTown.ts';
import { type Cast, H, newCast, openStage, type Stage } from './support/stage.ts';
import { injected } from './support/syncServer.ts';
import { jsonOf } from './support/testDevice.ts';

const DAY_MS = 86_400_000;

let stage: Stage;
let cast: Cast;

beforeAll(async () => {
  stage = await openStage();
});
beforeEach(async () => {
  cast = await newCast(stage);
});
afterEach(() => auditTown(stage.db, TOWN));
afterAll(() => stage.close());

type Body = OpBodies['case.decide'];

/** One Case of each kind of reason that two tablets bring about. */
const CASES: Readonly<Partial<Record<HeldCode, () => Promise<string>>>> = {
  over_cap: async () => {
    cast.a.score(H, 'FX-02', 'w1', { points: 3 });
    await cast.a.syncAll();
    const second = cast.b.score(H, 'FX-02', 'w2', { points: 3 });
    await cast.b.syncAll();
    return second;
  },
  over_cap_part: async () => {
    cast.a.score(H, 'RG-01', 'w1', { points: 7 });
    const over = cast.a.score(H, 'RG-01', 'w1', { points: 5 });
    await cast.a.syncAll();
    return over;
  },
  date_future: async () => {
    const date = new Date(Date.now() + 3 * DAY_MS).toISOString().slice(0, 10);
    const ref = cast.a.score(H, 'FX-01', 'w1', { date });
    await cast.a.syncAll();
    return ref;
  },
  date_too_old: async () => {
    const ref = cast.a.score(H, 'FX-01', 'w1', { date: '2021-03-01' });
    await cast.a.syncAll();
    return ref;
  },
  likely_duplicate: async () => {
    await asConsole(stage.db, [carried(H, 10)]);
    const body = { ...registration(H, 'XW', 'XW-G2'), household: 'XW-0777', doorPlate: '新屋3号' };
    const ref = cast.office.record('household.register', body, 'office');
    await cast.office.syncAll();
    return ref;
  },
  household_closed: async () => {
    cast.office.record('household.close', { household: H, reason: '搬走了' }, 'office');
    await cast.office.syncAll();
    const ref = cast.a.score(H, 'FX-01', 'w1', { at: Date.now() });
    await cast.a.syncAll();
    return ref;
  },
  unknown_household: async () => {
    const ref = cast.a.score('XW-9876', 'FX-01', 'w1');
    await cast.a.syncAll();
    return ref;
  },
};

const EACH = Object.keys(CASES).flatMap((code) =>
  decisionsFor(code as HeldCode).map((decision) => [code as HeldCode, decision] as const),
);

async function ask<T>(path: string, body: unknown, by = cast.office): Promise<T> {
  const answer = await injected(stage.app)({
    method: 'POST',
    path: `/api/office/cases/${path}`,
    headers: { 'content-type': 'application/json', 'accept-encoding': 'identity', ...by.headers },
    body: Buffer.from(JSON.stringify(body)),
  });
  expect(answer.status, answer.body.toString()).toBe(200);
  return jsonOf<T & Record<string, unknown>>(answer);
}

const foreseen = (decisions: readonly Body[], by = cast.office) => ask<ForeseenAll>('foresee', { decisions }, by);

async function openCase(id: string): Promise<OfficeCase> {
  const { cases } = await ask<OfficeCases>('search', { state: 'open', village: null, cursor: null });
  return must(
    cases.find((one) => one.id === id),
    `Case ${id} is open`,
  );
}

async function points(): Promise<ReadonlyMap<string, { earned: number; redeemable: number }>> {
  const rows = await stage.db.selectFrom('households').select(['code', 'earned', 'final', 'redeemed']).execute();
  return new Map(rows.map((row) => [row.code, { earned: row.earned, redeemable: row.final - row.redeemed }]));
}

async function bodyFor(id: string, decision: Body['decision']): Promise<Body> {
  const held = await openCase(id);
  const choice = held.households[0]?.code;
  return {
    case: id,
    decision,
    reason: '看过了',
    ...(decision === 'swap' ? { replace: must(held.competing[0], 'a rival').id } : {}),
    ...(decision === 'merge' && choice !== undefined ? { choice } : {}),
  };
}

/** Takes the decisions and checks that what was shown is what happened, to these households and to no other. */
async function takes(decisions: readonly Body[]): Promise<ForeseenAll> {
  const before = await points();
  const shown = await foreseen(decisions);
  expect(await points(), 'looking changes nothing').toEqual(before);
  const refs = decisions.map((body) => cast.office.record('case.decide', body, 'office'));
  await cast.office.syncAll();
  const after = await points();
  for (const [i, ref] of refs.entries()) {
    const { outcome, code, params } = must(shown.decisions[i], 'one for each');
    expect({ outcome, code, params: params ?? undefined }).toEqual({ params: undefined, ...cast.office.verdict(ref) });
  }
  const changed = [...after].filter(([code, now]) => {
    const was = before.get(code);
    return was?.earned !== now.earned || was.redeemable !== now.redeemable;
  });
  expect(new Map(shown.households.map((one) => [one.code, one.after]))).toEqual(new Map(changed));
  for (const one of shown.households) expect(one.before).toEqual(before.get(one.code));
  const sum = (what: 'earned' | 'redeemable') =>
    changed.reduce((total, [code, now]) => total + now[what] - (before.get(code)?.[what] ?? 0), 0);
  expect(shown).toMatchObject({ changed: changed.length, earned: sum('earned'), redeemable: sum('redeemable') });
  return shown;
}

describe('[AL-2] what is shown before a decision is what it does', () => {
  test.each(EACH)('%s, decided %s', async (code, decision) => {
    const id = await must(CASES[code], 'a Case')();
    expect(await openCase(id)).toMatchObject({ code });
    const shown = await takes([await bodyFor(id, decision)]);
    expect(shown.decisions[0]).toMatchObject({ case: id, outcome: 'applied', now: { why: code, decided: false } });
  });

  test('several at once, each behind those before it, whatever their order', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.integer({ min: 1, max: 9 }), fc.constantFrom('cut', 'reject', 'keep_both')), {
          ...{ minLength: 1, maxLength: 5 },
        }),
        async (deeds) => {
          cast = await newCast(stage);
          cast.a.score(H, 'RG-01', 'w1', { points: 7 });
          const refs = deeds.map(([n]) => cast.a.score(H, 'RG-01', 'w1', { points: n }));
          await cast.a.syncAll();
          const waiting = deeds.flatMap(([, decision], i) => {
            const ref = must(refs[i], 'one for each');
            const { code } = cast.a.verdict(ref);
            const offered = code === 'over_cap' && decision === 'cut' ? 'reject' : decision;
            return cast.a.verdict(ref).outcome === 'held' ? [{ case: ref, decision: offered, reason: '看过了' }] : [];
          });
          if (waiting.length > 0) await takes(waiting);
        },
      ),
      { numRuns: 8 },
    );
  });

  test('[CF-24] a Case that somebody decided meanwhile, or that another reason holds now, says so', async () => {
    const id = await must(CASES.over_cap, 'a Case')();
    await takes([{ case: id, decision: 'reject', reason: '看过了' }]);
    const again = await foreseen([{ case: id, decision: 'keep_both', reason: '看过了' }]);
    expect(again).toMatchObject({
      changed: 0,
      decisions: [
        { outcome: 'refused', code: 'already_decided', now: { why: 'over_cap', decided: true }, households: [] },
      ],
    });
  });

  test('a Case of another village is none', async () => {
    const id = await must(CASES.over_cap, 'a Case')();
    await stage.db.updateTable('users').set({ village: 'DL' }).where('id', '=', 'committee').execute();
    const elsewhere = await officeBrowser(stage.app, stage.db, { ...PEOPLE.committee, village: 'DL' } as never);
    const shown = await foreseen([{ case: id, decision: 'keep_both', reason: '看过了' }], elsewhere);
    expect(shown).toMatchObject({ changed: 0, decisions: [{ outcome: 'refused', code: 'unknown_case', now: null }] });
  });
});
