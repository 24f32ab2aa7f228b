/** What collides between devices (docs/sync.md), and what a person decides, through the real endpoint. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { pointsOf } from '../../src/domain/points.ts';
import { auditTown } from './support/auditTown.ts';
import { asConsole, carried, device, officeBrowser, PEOPLE, TOWN } from './support/smallTown.ts';
import { type Cast, casesOn, H, newCast, openStage, type Stage, settled } from './support/stage.ts';
import { jsonOf, type TestDevice } from './support/testDevice.ts';

let stage: Stage;
let cast: Cast;
let a: TestDevice;
let b: TestDevice;
let office: TestDevice;

beforeAll(async () => {
  stage = await openStage();
});
beforeEach(async () => {
  cast = await newCast(stage);
  ({ a, b, office } = cast);
});
afterEach(() => auditTown(stage.db, TOWN));
afterAll(() => stage.close());

describe('[CF-01] the same op again', () => {
  test('[CF-01] [SY-4] gives the first verdict again and has one effect', async () => {
    const ref = a.score(H, 'FX-01', 'w1');
    const request = await a.request();
    const first = jsonOf<{ verdicts: unknown }>(await a.post(request));
    const again = jsonOf<{ verdicts: unknown }>(await a.post(request));
    expect(again.verdicts).toEqual(first.verdicts);
    await settled(stage, cast);
    expect(a.file(H).entries.map((e) => e.id)).toEqual([ref]);
  });

  test('[CF-01] the first verdict stands although the rules have changed meanwhile', async () => {
    a.score(H, 'FX-01', 'w1');
    const request = await a.request();
    const first = jsonOf<{ verdicts: unknown }>(await a.post(request));
    await asConsole(stage.db, [
      { kind: 'rules.publish', body: { village: null, version: 2, effectiveFrom: '2020-01-02', rules: [] } },
    ]);
    expect(jsonOf<{ verdicts: unknown }>(await a.post(request)).verdicts).toEqual(first.verdicts);
  });
});

describe('[CF-02] the same deed on two devices beyond the cap', () => {
  async function collide() {
    const first = a.score(H, 'FX-02', 'w1', { points: 3 });
    const second = b.score(H, 'FX-02', 'w2', { points: 3 });
    await a.syncAll();
    await b.syncAll();
    await a.syncAll();
    return { first, second };
  }

  test('[CF-02] the first counts, the later is held with its competitor, both workers are told', async () => {
    const { first, second } = await collide();
    expect(a.verdict(first)).toEqual({ outcome: 'applied', code: 'ok', params: { status: 'approved' } });
    expect(b.verdict(second)).toEqual({
      outcome: 'held',
      code: 'over_cap',
      params: { rule: 'FX-02', competing: [first] },
    });
    for (const one of [a, b])
      expect(casesOn(one, second)).toMatchObject([{ type: 'case.opened', household: H, competing: [first] }]);
    expect(pointsOf(b.file(H)).earned).toBe(3);
  });

  test('[CF-02] in the other order of arrival the other one is held', async () => {
    const first = a.score(H, 'FX-02', 'w1', { points: 3 });
    const second = b.score(H, 'FX-02', 'w2', { points: 3 });
    await b.syncAll();
    await a.syncAll();
    expect(b.verdict(second).outcome).toBe('applied');
    expect(a.verdict(first)).toMatchObject({ outcome: 'held', params: { competing: [second] } });
  });

  test.each([
    ['reject', 3, (first: string, _second: string) => [first]],
    ['swap', 3, (_first: string, second: string) => [second]],
    ['keep_both', 6, (first: string, second: string) => [first, second]],
  ] as const)('[CF-02] the office decides %s: both learn it', async (decision, earned, stands) => {
    const { first, second } = await collide();
    const decided = office.record(
      'case.decide',
      { case: second, decision, reason: '看过现场', ...(decision === 'swap' ? { replace: first } : {}) },
      'office',
    );
    await settled(stage, cast);
    expect(office.verdict(decided).outcome).toBe('applied');
    for (const one of [a, b]) {
      expect(casesOn(one, second).at(-1)).toMatchObject({ type: 'case.decided', decision, by: 'office' });
      const { entries } = one.file(H);
      const reversed = new Set(entries.map((e) => e.reverses));
      const standing = entries.filter((e) => !e.reverses && !reversed.has(e.id)).map((e) => e.id);
      expect(standing.sort()).toEqual([...stands(first, second)].sort());
      expect(pointsOf(one.file(H)).earned).toBe(earned);
    }
  });

  test('[CF-02] a Case is decided once; what is not offered is refused', async () => {
    const { second } = await collide();
    const odd = office.record('case.decide', { case: second, decision: 'accept' }, 'office');
    const blind = office.record('case.decide', { case: second, decision: 'swap', replace: second }, 'office');
    const none = office.record('case.decide', { case: 'K7Q2-000001', decision: 'reject' }, 'office');
    const once = office.record('case.decide', { case: second, decision: 'reject' }, 'office');
    const twice = office.record('case.decide', { case: second, decision: 'keep_both' }, 'office');
    await settled(stage, cast);
    expect(office.verdict(odd)).toMatchObject({ outcome: 'refused', code: 'decision_not_offered' });
    expect(office.verdict(blind)).toMatchObject({ outcome: 'refused', code: 'unknown_entry' });
    expect(office.verdict(none)).toMatchObject({ outcome: 'refused', code: 'unknown_case' });
    expect(office.verdict(once).outcome).toBe('applied');
    expect(office.verdict(twice)).toMatchObject({ outcome: 'refused', code: 'already_decided' });
  });

  test('[CF-02] a swap against what was taken back meanwhile is refused, and the Case stays open', async () => {
    const { first, second } = await collide();
    const author = [a, b].find((one) => first.startsWith(one.id));
    author?.record('entry.reverse', { household: H, entry: first, reason: '重复' }, author === a ? 'w1' : 'w2');
    await settled(stage, cast);
    const swap = office.record('case.decide', { case: second, decision: 'swap', replace: first }, 'office');
    await settled(stage, cast);
    expect(office.verdict(swap)).toEqual({ outcome: 'refused', code: 'unknown_entry', params: { entry: first } });
    expect(casesOn(a, second).at(-1)).toMatchObject({ type: 'case.opened' });
  });

  test('[CF-02] undo of a held op withdraws its Case, also in the batch that brought it', async () => {
    const { second } = await collide();
    b.record('entry.reverse', { household: H, entry: second, reason: '按错了', undo: true }, 'w2');
    const third = b.score(H, 'FX-02', 'w2', { points: 3 });
    const undo = b.record('entry.reverse', { household: H, entry: third, reason: '按错了', undo: true }, 'w2');
    await settled(stage, cast);
    expect(b.verdict(undo)).toEqual({ outcome: 'applied', code: 'ok', params: { withdrawn: third } });
    const open = await stage.db.selectFrom('cases').select('id').where('decision', 'is', null).execute();
    expect(open).toEqual([]);
    expect(casesOn(a, second).at(-1)).toMatchObject({ type: 'case.decided', decision: 'reject', by: 'w2' });
    expect(pointsOf(b.file(H)).earned).toBe(3);
  });

  test('[CF-02] nobody else withdraws a held op', async () => {
    const { second } = await collide();
    const foreign = a.record('entry.reverse', { household: H, entry: second, reason: '不是我的' }, 'w1');
    await settled(stage, cast);
    expect(a.verdict(foreign)).toMatchObject({ outcome: 'refused', code: 'unknown_entry' });
    const shared = await device(stage.app, stage.db, 'tablet', 'XW', ['w1', 'w2']);
    const own = shared.score(H, 'OFF-01', 'w1');
    const colleague = shared.record('entry.reverse', { household: H, entry: own, reason: '不是我的' }, 'w2');
    await shared.syncAll();
    expect(shared.verdict(colleague)).toMatchObject({ outcome: 'refused', code: 'unknown_entry' });
  });

  test('[CF-02] an entry that was reversed leaves its place under the cap', async () => {
    const first = a.score(H, 'FX-02', 'w1', { points: 3 });
    a.record('entry.reverse', { household: H, entry: first, reason: '按错了', undo: true }, 'w1');
    const again = a.score(H, 'FX-02', 'w1', { points: 3 });
    await settled(stage, cast);
    expect(a.verdict(again).outcome).toBe('applied');
    expect(pointsOf(a.file(H)).earned).toBe(3);
  });
});

describe('[CF-03] amount cap passed in part', () => {
  test('[CF-03] held, with what would still fit; cut counts that much', async () => {
    a.score(H, 'RG-01', 'w1', { points: 7 });
    const over = a.score(H, 'RG-01', 'w1', { points: 5 });
    await a.syncAll();
    expect(a.verdict(over)).toMatchObject({
      outcome: 'held',
      code: 'over_cap_part',
      params: { points: 5, allowed: 3 },
    });
    office.record('case.decide', { case: over, decision: 'cut' }, 'office');
    await settled(stage, cast);
    expect(a.file(H).entries.map((e) => e.points)).toEqual([7, 3]);
  });
});

describe('reviews', () => {
  test('[CF-24] the first decision on an entry stands, the second is shown', async () => {
    const entry = a.score(H, 'FX-03', 'w1', { points: 5 });
    await a.syncAll();
    const second = await officeBrowser(stage.app, stage.db, PEOPLE.committee);
    const reject = office.record(
      'entry.review',
      { household: H, entry, decision: 'reject', reason: '照片不清楚' },
      'office',
    );
    const approve = second.record('entry.review', { household: H, entry, decision: 'approve' }, 'committee');
    await office.syncAll();
    await second.syncAll();
    expect(office.verdict(reject).outcome).toBe('applied');
    expect(second.verdict(approve)).toEqual({
      outcome: 'refused',
      code: 'already_decided',
      params: { entry, status: 'rejected', by: 'office' },
    });
    await settled(stage, cast);
    expect(a.file(H).entries[0]).toMatchObject({ status: 'rejected', reason: '照片不清楚', reviewedBy: 'office' });
  });

  test('[CF-24] committee items are the committee’s', async () => {
    const entry = a.score(H, 'LD-01', 'w1', { points: 20, level: '市级' });
    await a.syncAll();
    const review = office.record('entry.review', { household: H, entry, decision: 'approve' }, 'office');
    await settled(stage, cast);
    expect(office.verdict(review)).toMatchObject({ outcome: 'refused', code: 'needs_committee' });
    expect(pointsOf(a.file(H))).toMatchObject({ earned: 0, pending: 20 });
  });

  test('[CF-24] letting a committee item count is no approval of it: the office decides the Case, the committee the item', async () => {
    const held = a.score(H, 'LD-01', 'nobody', { points: 20, level: '市级' });
    await a.syncAll();
    expect(a.verdict(held)).toMatchObject({ outcome: 'held', code: 'no_right' });
    office.record('case.decide', { case: held, decision: 'accept' }, 'office');
    await settled(stage, cast);
    expect(pointsOf(a.file(H))).toMatchObject({ earned: 0, pending: 20 });
    const committee = await officeBrowser(stage.app, stage.db, PEOPLE.committee);
    const own = a.score(H, 'LD-01', 'nobody', { points: 20, level: '市级' });
    await a.syncAll();
    const accept = committee.record('case.decide', { case: own, decision: 'accept' }, 'committee');
    await committee.syncAll();
    expect(committee.verdict(accept)).toEqual({ outcome: 'applied', code: 'ok' });
    await settled(stage, cast);
    expect(pointsOf(a.file(H))).toMatchObject({ earned: 20, pending: 20 });
  });

  test('[CF-16] a decision by somebody whom nobody knows decides nothing, and cannot be let count', async () => {
    const held = a.score(H, 'OFF-01', 'w1', { points: 1 });
    await a.syncAll();
    const unknown = office.record('case.decide', { case: held, decision: 'accept' }, 'nobody');
    await office.syncAll();
    expect(office.verdict(unknown)).toEqual({ outcome: 'held', code: 'no_right', params: { by: 'nobody' } });
    const count = office.record('case.decide', { case: unknown, decision: 'accept' }, 'office');
    const reject = office.record('case.decide', { case: unknown, decision: 'reject' }, 'office');
    await office.syncAll();
    expect(office.verdict(count)).toMatchObject({ outcome: 'refused', code: 'decision_not_offered' });
    expect(office.verdict(reject)).toEqual({ outcome: 'applied', code: 'ok' });
    await settled(stage, cast);
    expect(pointsOf(a.file(H))).toMatchObject({ earned: 0 });
  });

  test('[CF-23] a reversal that waits for review moves the points of what it reverses when it is approved', async () => {
    const entry = a.score(H, 'FX-03', 'w1', { points: 5 });
    await a.syncAll();
    office.record('entry.review', { household: H, entry, decision: 'approve' }, 'office');
    await settled(stage, cast);
    const reversal = b.record('entry.reverse', { household: H, entry, reason: '重复' }, 'w2');
    await settled(stage, cast);
    expect(pointsOf(a.file(H)).earned).toBe(5);
    office.record('entry.review', { household: H, entry: reversal, decision: 'approve' }, 'office');
    await settled(stage, cast);
    expect(pointsOf(a.file(H)).earned).toBe(0);
  });
});

describe('[CF-02] two reversals of one entry', () => {
  test('[CF-02] a reversal that is approved after a swap took the entry back already takes nothing more', async () => {
    const first = a.score(H, 'FX-02', 'w1', { points: 3 });
    await a.syncAll();
    const second = b.score(H, 'FX-02', 'w2', { points: 3 });
    await b.syncAll();
    const back = b.record('entry.reverse', { household: H, entry: first, reason: '重复' }, 'w2');
    await b.syncAll();
    expect(b.verdict(back)).toEqual({ outcome: 'applied', code: 'ok' });
    office.record('case.decide', { case: second, decision: 'swap', replace: first }, 'office');
    await office.syncAll();
    office.record('entry.review', { household: H, entry: back, decision: 'approve' }, 'office');
    await settled(stage, cast);
    expect(pointsOf(a.file(H)).earned).toBe(3);
  });
});

describe('[SY-6] [SY-9] what is not this device’s', () => {
  test('[CF-16] an op for a village that is not the person’s is held; its device learns the decision', async () => {
    const foreign = a.score('DL-0001', 'FX-01', 'w1');
    const behind = a.score(H, 'FX-01', 'w1');
    await a.syncAll();
    expect(a.verdict(foreign)).toMatchObject({ outcome: 'held', code: 'no_right' });
    expect(a.verdict(behind).outcome).toBe('applied');
    const own = office.record('case.decide', { case: foreign, decision: 'accept' }, 'office');
    await office.syncAll();
    expect(office.verdict(own)).toMatchObject({ outcome: 'refused', code: 'unknown_case' });
    const town = await officeBrowser(stage.app, stage.db, PEOPLE.admin);
    town.record('case.decide', { case: foreign, decision: 'accept' }, 'admin');
    await town.syncAll();
    await a.syncAll();
    expect(casesOn(a, foreign)).toMatchObject([{ type: 'case.opened' }, { type: 'case.decided', decision: 'accept' }]);
    expect(a.files.has('DL-0001')).toBe(false);
    await town.load();
    expect(town.file('DL-0001').entries.map((e) => e.id)).toEqual([foreign]);
  });

  test('[SY-9] a device hears its own reversal and void of what counts only by a decision it has not heard of', async () => {
    const entry = a.score(H, 'OFF-01', 'w1', { points: 1 });
    const redemption = a.record(
      'redemption.record',
      { household: H, lines: [{ sku: 'rice', quantity: 1, price: 5 }], points: 5, mode: 'allowance' },
      'w1',
    );
    await a.syncAll();
    expect(a.verdict(entry)).toMatchObject({ outcome: 'held', code: 'rule_off' });
    expect(a.verdict(redemption)).toMatchObject({ outcome: 'held', code: 'over_allowance' });
    await asConsole(stage.db, [carried(H, 20)]);
    for (const held of [entry, redemption]) office.record('case.decide', { case: held, decision: 'accept' }, 'office');
    await office.syncAll();
    const back = a.record('entry.reverse', { household: H, entry, reason: '按错了', undo: true }, 'w1');
    const gone = a.record('redemption.void', { household: H, redemption, reason: '退货' }, 'w1');
    await a.syncAll();
    for (const own of [back, gone]) expect(a.verdict(own).outcome).toBe('applied');
    await settled(stage, cast);
    expect(pointsOf(a.file(H))).toMatchObject({ earned: 20, redeemed: 0 });
  });

  test('[SY-6] an op on a household that is not there is held and blocks nothing else', async () => {
    const lost = a.score('XW-7777', 'FX-01', 'w1');
    const edit = a.record(
      'household.edit',
      { household: 'XW-7777', set: [{ field: 'phone', value: '1', was: '' }] },
      'w1',
    );
    const behind = a.score(H, 'FX-01', 'w1');
    await settled(stage, cast);
    for (const ref of [lost, edit])
      expect(a.verdict(ref)).toMatchObject({ outcome: 'held', code: 'unknown_household' });
    expect(a.verdict(behind).outcome).toBe('applied');
  });

  test('[SY-6] [CF-16] nor can it be let count in the name of somebody who had no right: there is no file to count in', async () => {
    const lost = a.score('XW-7777', 'FX-01', 'nobody');
    await a.syncAll();
    expect(a.verdict(lost)).toMatchObject({ outcome: 'held', code: 'no_right' });
    const accept = office.record('case.decide', { case: lost, decision: 'accept' }, 'office');
    await office.syncAll();
    expect(office.verdict(accept)).toMatchObject({ outcome: 'refused', code: 'decision_not_offered' });
    office.record('case.decide', { case: lost, decision: 'reject' }, 'office');
    await settled(stage, cast);
    expect(casesOn(a, lost).at(-1)).toMatchObject({ type: 'case.decided', decision: 'reject' });
  });
});
