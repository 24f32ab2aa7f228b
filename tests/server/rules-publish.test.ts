/** Who may publish which rules, for when, and what a town's bounds keep out (RU-1 to RU-4), on a real database. */
import { PassThrough } from 'node:stream';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { addDays, dayOf } from '../../src/domain/calendar.ts';
import { must } from '../../src/domain/must.ts';
import type { Rule } from '../../src/domain/rule.ts';
import { rulesOn } from '../../src/domain/ruleSet.ts';
import { backupTown } from '../../src/server/backup/backupTown.ts';
import { sourceOf } from '../../src/server/backup/readBackup.ts';
import { restoreTown } from '../../src/server/backup/restoreTown.ts';
import { loadRuleVersions } from '../../src/server/office/ruleBook.ts';
import { auditTown } from './support/auditTown.ts';
import { asConsole, officeBrowser, PEOPLE, RULES, rule, TOWN } from './support/smallTown.ts';
import { type Cast, H, newCast, openStage, type Stage } from './support/stage.ts';
import type { TestDevice } from './support/testDevice.ts';

let stage: Stage;
let cast: Cast;
let town: TestDevice;
const today = () => dayOf(Date.now());

beforeAll(async () => {
  stage = await openStage();
});
beforeEach(async () => {
  cast = await newCast(stage);
  town = await officeBrowser(stage.app, stage.db, PEOPLE.admin);
});
afterEach(() => auditTown(stage.db, TOWN));
afterAll(() => stage.close());

/** An item of the framework, changed. */
function item(code: string, change: Partial<Rule>): Rule {
  return {
    ...must(
      RULES.find((one) => one.code === code),
      code,
    ),
    ...change,
  };
}

const own = (n: number, points = 1) => rule(`TS-0${n}`, { type: 'fixed', points }, { category: '村级特色' });

async function publish(
  one: TestDevice,
  by: string,
  rules: readonly Rule[],
  { village = 'XW', version = 1, from = today() }: { village?: string | null; version?: number; from?: string } = {},
) {
  const ref = one.record('rules.publish', { village, version, effectiveFrom: from, rules }, by);
  await one.syncAll();
  return one.verdict(ref);
}

describe('[RU-2] a village office', () => {
  test('publishes its own village’s overlay; a tablet has it at its next sync, and another village’s rules stay', async () => {
    const rules = [item('RG-01', { shape: { type: 'range', min: 2, max: 5 } }), own(1)];
    expect(await publish(cast.office, 'office', rules)).toMatchObject({ outcome: 'applied', code: 'ok' });
    await cast.a.syncAll();
    const known = must(cast.a.catalogue, 'a catalogue').rules;
    expect([...rulesOn(known, 'XW', today()).keys()]).toContain('TS-01');
    expect(rulesOn(known, 'XW', today()).get('RG-01')?.shape).toEqual({ type: 'range', min: 2, max: 5 });
    expect(rulesOn(known, 'DL', today()).get('RG-01')?.shape).toEqual({ type: 'range', min: 1, max: 10 });
  });

  test('does not publish the framework, nor for another village', async () => {
    const refused = { outcome: 'refused', code: 'not_allowed' };
    expect(await publish(cast.office, 'office', RULES, { village: null, version: 2 })).toMatchObject(refused);
    expect(await publish(cast.office, 'office', [own(1)], { village: 'DL' })).toMatchObject(refused);
    expect((await loadRuleVersions(stage.db, TOWN)).map(({ village, version }) => [village, version])).toEqual([
      [null, 1],
    ]);
  });

  test('is told which item lies outside of the town’s bounds, and nothing is published', async () => {
    const outside = (problem: string, at: string, field: string, limit?: number) => ({
      ...{ outcome: 'refused', code: 'outside_bounds' },
      params: { item: at, field, problem, ...(limit === undefined ? {} : { limit }) },
    });
    const wide = item('RG-01', { shape: { type: 'range', min: 2, max: 11 } });
    expect(await publish(cast.office, 'office', [own(1), wide])).toEqual(outside('outside_range', 'RG-01', 'shape'));
    expect(await publish(cast.office, 'office', [own(1, 3)])).toEqual(outside('own_too_high', 'TS-01', 'shape', 2));
    const six = [1, 2, 3, 4, 5, 6].map((n) => own(n));
    expect(await publish(cast.office, 'office', six)).toEqual(outside('too_many_plus', 'TS-06', 'enabled', 5));
    expect((await loadRuleVersions(stage.db, TOWN)).length).toBe(1);
  });

  test('is judged by the bounds that the town has set by then, and not by its own policy', async () => {
    await asConsole(stage.db, [
      { kind: 'policy.publish', body: { village: 'XW', policy: { villageItemMaxPoints: 9 } } },
    ]);
    expect(await publish(cast.office, 'office', [own(1, 3)])).toMatchObject({ code: 'outside_bounds' });
    await asConsole(stage.db, [
      { kind: 'policy.publish', body: { village: null, policy: { villageItemMaxPoints: 3 } } },
    ]);
    expect(await publish(cast.office, 'office', [own(1, 3)])).toMatchObject({ outcome: 'applied' });
  });
});

describe('[RU-1] a new version', () => {
  test('[CF-04] counts for deeds from its day on; deeds before keep the version of their day, on the tablet and here', async () => {
    const { a } = cast;
    const rules = RULES.map((one) =>
      one.code === 'FX-01' ? item('FX-01', { shape: { type: 'fixed', points: 4 } }) : one,
    );
    expect(await publish(town, 'admin', rules, { village: null, version: 2 })).toMatchObject({ outcome: 'applied' });
    const yesterday = addDays(today(), -1);
    // Recorded before the tablet has heard of them: the day of the deed decides.
    const before = a.score(H, 'FX-01', 'w1', { date: yesterday });
    const after = a.score(H, 'FX-01', 'w1', { date: today() });
    await a.syncAll();
    expect(a.verdict(before)).toMatchObject({ code: 'ok' });
    expect(a.verdict(after)).toMatchObject({ code: 'recomputed', params: { points: 4, was: 2 } });
    const known = must(a.catalogue, 'a catalogue').rules;
    expect(rulesOn(known, 'XW', yesterday).get('FX-01')?.shape).toEqual({ type: 'fixed', points: 2 });
    expect(rulesOn(known, 'XW', today()).get('FX-01')?.shape).toEqual({ type: 'fixed', points: 4 });
    const later = a.score(H, 'FX-01', 'w1', { date: today(), points: 4 });
    await a.syncAll();
    expect(a.verdict(later)).toMatchObject({ code: 'ok' });
  });

  test('is not for days that have passed, and its number is the next', async () => {
    const yesterday = addDays(today(), -1);
    expect(await publish(town, 'admin', RULES, { village: null, version: 2, from: yesterday })).toEqual({
      ...{ outcome: 'refused', code: 'effective_past' },
      params: { from: yesterday, today: today() },
    });
    expect(await publish(cast.office, 'office', [own(1)], { version: 2 })).toMatchObject({ code: 'stale_version' });
  });
});

test('[RU-3] a framework that leaves an overlay outside is taken; the overlay stands at the door until another one is published', async () => {
  const { a, office } = cast;
  await publish(office, 'office', [item('RG-01', { shape: { type: 'range', min: 2, max: 8 } })]);
  const narrow = RULES.map((one) =>
    one.code === 'RG-01' ? item('RG-01', { shape: { type: 'range', min: 1, max: 3 } }) : one,
  );
  expect(await publish(town, 'admin', narrow, { village: null, version: 2 })).toMatchObject({ outcome: 'applied' });
  const deed = a.score(H, 'RG-01', 'w1', { points: 8, date: today() });
  await a.syncAll();
  expect(a.verdict(deed)).toMatchObject({ outcome: 'applied', code: 'ok' });
  const same = [item('RG-01', { shape: { type: 'range', min: 2, max: 8 } })];
  expect(await publish(office, 'office', same, { version: 2 })).toMatchObject({ code: 'outside_bounds' });
});

test('[RU-4] [SY-14] what had been applied comes again after a restore, outside of newer bounds and behind a number that was taken', async () => {
  const { office } = cast;
  const parts: Buffer[] = [];
  await backupTown(
    stage.db,
    TOWN,
    new PassThrough().on('data', (part: Buffer) => parts.push(part)),
  );
  expect(await publish(office, 'office', [own(1, 2)])).toMatchObject({ outcome: 'applied' });
  await restoreTown(stage.db, sourceOf(Buffer.concat(parts)), { replace: true });
  await asConsole(stage.db, [
    { kind: 'policy.publish', body: { village: null, policy: { villageItemMaxPoints: 1 } } },
    { kind: 'rules.publish', body: { village: 'XW', version: 1, effectiveFrom: '2020-01-01', rules: [] } },
  ]);
  await office.syncAll();
  const versions = (await loadRuleVersions(stage.db, TOWN)).filter(({ village }) => village === 'XW');
  expect(versions.map((one) => [one.version, one.rules.map(({ code }) => code)])).toEqual([
    [1, []],
    [2, ['TS-01']],
  ]);
});

test('a field of a village’s policy that follows the town again is the town’s', async () => {
  const policyOf = async () => {
    await cast.a.syncAll();
    return must(cast.a.catalogue, 'a catalogue').policies.XW;
  };
  const publishPolicy = (village: string | null, policy: object, follow?: readonly ['carryMaxPoints']) =>
    asConsole(stage.db, [{ kind: 'policy.publish', body: { village, policy, ...(follow ? { follow } : {}) } }]);
  await publishPolicy(null, { carryMaxPoints: 20 });
  await publishPolicy('XW', { carryMaxPoints: 5, deedDaysBack: 7 });
  expect(await policyOf()).toMatchObject({ carryMaxPoints: 5, deedDaysBack: 7 });
  await publishPolicy('XW', {}, ['carryMaxPoints']);
  expect(await policyOf()).toMatchObject({ carryMaxPoints: 20, deedDaysBack: 7 });
  await publishPolicy(null, {}, ['carryMaxPoints']);
  expect(await policyOf()).toMatchObject({ carryMaxPoints: 30 });
});
