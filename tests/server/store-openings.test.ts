/** When the stores are open, as the office reads it (CF-25), on a real database. */
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { OpeningsResponse } from '../../src/protocol/officeStore.ts';
import { auditTown } from './support/auditTown.ts';
import { ask } from './support/officeScreen.tsx';
import { asConsole, officeBrowser, PEOPLE, TOWN } from './support/smallTown.ts';
import { townWithPoints } from './support/spending.ts';
import { openStage, type Stage } from './support/stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
beforeEach(() => townWithPoints(stage.db));
afterEach(() => auditTown(stage.db, TOWN));
afterAll(() => stage.close());

const publish = (village: string | null, policy: object) =>
  asConsole(stage.db, [{ kind: 'policy.publish', body: { village, policy } }]);
async function openings(who: (typeof PEOPLE)[keyof typeof PEOPLE]) {
  const browser = await officeBrowser(stage.app, stage.db, who);
  const answer = await ask<OpeningsResponse>(stage.app, browser, '/api/office/store/openings');
  return answer.openings.map(({ name: _, ...one }) => one);
}

test("[CF-25] a village follows the town's days until it has its own; a village office sees the town and itself", async () => {
  const autumn = [{ from: '2026-10-01', to: '2026-10-07' }];
  await publish(null, { redemptionWindows: autumn, reservationDays: 5 });
  const asTown = { own: false, windows: autumn, reservationDays: 5 };
  expect(await openings(PEOPLE.office)).toEqual([
    { village: '', ...asTown },
    { village: 'XW', ...asTown },
  ]);
  await publish('XW', { redemptionWindows: 'always' });
  await publish('DL', { carryMaxPoints: 3 });
  expect(await openings(PEOPLE.office)).toContainEqual({
    ...{ village: 'XW', own: true },
    ...{ windows: 'always', reservationDays: 5 },
  });
  const { village: first, ...town } = (await openings(PEOPLE.admin))[0] ?? {};
  expect([first, town]).toEqual(['', asTown]);
});

test('[CF-25] days whose end lies before their beginning are not taken', async () => {
  const wrong = [{ from: '2026-10-07', to: '2026-10-01' }];
  await expect(publish(null, { redemptionWindows: wrong })).rejects.toThrow(/redemptionWindows/);
});
