/** What an answer or a save changes in the journal: nothing twice, nothing of somebody else's, nothing out of order. */
import { afterEach, describe, expect, test } from 'vitest';
import { appendOp } from '../../../src/client/journal/appendOp.ts';
import { type Journal, openJournal } from '../../../src/client/journal/journal.ts';
import { JournalDb } from '../../../src/client/journal/journalDb.ts';
import { readNotices } from '../../../src/client/journal/noticeRows.ts';
import { ChainBrokenError, OwnOps } from '../../../src/client/journal/ownOps.ts';
import { type Settlement, settle } from '../../../src/client/journal/settle.ts';
import type { DomainEvent } from '../../../src/domain/event.ts';
import type { Redemption } from '../../../src/domain/household.ts';
import { must } from '../../../src/domain/must.ts';
import { APPLIED, held, refused, type Verdict } from '../../../src/domain/verdict.ts';
import { type Bench, readyScene, settled } from './support/bench.ts';
import { MONDAY, MONDAY_MS } from './support/village.ts';

const DEVICE = 'K7Q2';
const benches: Bench[] = [];
const open: JournalDb[] = [];
afterEach(() => {
  for (const db of open.splice(0)) db.close();
  for (const bench of benches.splice(0)) bench.powerOff();
});

const deed = { household: 'XW-0001', rule: 'GY-01', date: MONDAY, quantity: 1, points: 2 };
const rice = (points: number) => ({
  household: 'XW-0001',
  lines: [{ sku: 'SP-001', quantity: 1, price: points }],
  points,
  mode: 'allowance' as const,
});

/** A journal with a redemption of 8 on its allowance, a deed, a void of the redemption and a return, none of them judged. */
async function journalOfFour() {
  const made = await readyScene();
  const { bench, tablet } = made;
  benches.push(bench);
  await tablet.setCarrying(true);
  await settled(tablet);
  bench.online = false;
  expect((await tablet.record('redemption.record', rice(8))).ok).toBe(true);
  expect((await tablet.record('entry.record', deed)).ok).toBe(true);
  const undo = { household: 'XW-0001', redemption: `${DEVICE}-000001`, reason: '退' };
  expect((await tablet.record('redemption.void', undo)).ok).toBe(true);
  await tablet.setCarrying(false);
  bench.powerOff();
  const { indexedDB, IDBKeyRange, dbPrefix } = bench.deps();
  const db = new JournalDb(dbPrefix, indexedDB, IDBKeyRange);
  open.push(db);
  const journal = must(await openJournal(db, crypto), 'a journal');
  const own = new OwnOps(journal);
  const take = (settlement: Partial<Settlement>) =>
    settle(journal, own, { verdicts: [], events: [], epoch: 'e1', ...settlement }, MONDAY_MS);
  const verdicts = (...list: readonly (readonly [seq: number, verdict: Verdict])[]) =>
    take({ verdicts: list.map(([seq, verdict]) => ({ seq, verdict, shiftMs: 0 })) });
  const events = (...list: readonly DomainEvent[]) => take({ events: list });
  return { db, journal, own, take, verdicts, events };
}

const right = (journal: Journal) => journal.db.allowances.get('XW-0001');
const acked = async (db: JournalDb) => (await db.getMeta('acked'))?.seq;
const redemption = (change: Partial<Redemption> = {}): Redemption => ({
  id: `${DEVICE}-000001`,
  lines: [],
  points: 8,
  mode: 'allowance',
  by: 'u-anne',
  at: MONDAY_MS,
  date: MONDAY,
  ...change,
});

describe('[AL-1] [AL-5] counters', () => {
  test('of one history never shrink; in another one less may be written off, and nothing else is less', async () => {
    const { journal, take } = await journalOfFour();
    const { granted, returned, spent } = must(await right(journal), 'a right');
    const hear = (epoch: string, ...line: readonly [granted: number, returned: number, writtenOff: number]) =>
      take({ epoch, events: [{ type: 'allowance.set', device: DEVICE, lines: [['XW-0001', ...line]] }] });
    await hear('e1', granted + 9, returned + 3, 7);
    await hear('e1', granted, returned, 0);
    expect(await right(journal)).toMatchObject({ granted: granted + 9, returned: returned + 3, writtenOff: 7, spent });
    await hear('e2', granted, returned, 4);
    expect(await right(journal)).toMatchObject({ granted: granted + 9, returned: returned + 3, writtenOff: 4, spent });
    await hear('e2', granted, returned, 0);
    expect(await right(journal)).toMatchObject({ granted: granted + 9, returned: returned + 3, writtenOff: 4, spent });
  });
  test('of an older app are taken for this history’s', async () => {
    const { journal, take } = await journalOfFour();
    const { epoch: _, ...row } = must(await right(journal), 'a right');
    await journal.db.allowances.put({ ...row, writtenOff: 4 });
    await take({ epoch: 'e2', events: [{ type: 'allowance.set', device: DEVICE, lines: [['XW-0001', 0, 0, 3]] }] });
    expect(await right(journal)).toMatchObject({ granted: row.granted, writtenOff: 4, epoch: 'e2' });
  });
});

describe('[SY-5] verdicts', () => {
  test('count in the order of the log: one behind a gap waits until it comes again', async () => {
    const { db, verdicts } = await journalOfFour();
    await verdicts([3, APPLIED], [1, APPLIED]);
    expect(await acked(db)).toBe(1);
    await verdicts([1, refused('malformed')], [2, APPLIED], [4, APPLIED]);
    expect(await acked(db)).toBe(2);
    expect((await db.verdicts.get(1))?.verdict).toEqual(APPLIED);
    await verdicts([4, APPLIED], [3, APPLIED], [4, APPLIED]);
    expect(await acked(db)).toBe(4);
  });
  test('on ops that this device never wrote are none', async () => {
    const { db, verdicts } = await journalOfFour();
    await verdicts([1, APPLIED], [2, APPLIED], [3, APPLIED], [4, APPLIED], [5, APPLIED]);
    expect(await acked(db)).toBe(4);
    await verdicts([5, APPLIED]);
    expect(await db.verdicts.count()).toBe(4);
  });
  test('that hold an op of no household leave it waiting all the same', async () => {
    const { db, verdicts } = await journalOfFour();
    const waits = held('after_restore', {});
    await verdicts([1, waits], [2, waits], [3, waits], [4, waits]);
    expect((await db.verdicts.toArray()).map((row) => row.waiting)).toEqual(['XW-0001', 'XW-0001', 'XW-0001', '-']);
  });
  test('[SY-6] of a taking back close the Case of what it takes back', async () => {
    const { db, verdicts } = await journalOfFour();
    await verdicts([1, APPLIED], [2, held('over_cap', {})]);
    expect((await db.verdicts.get(2))?.waiting).toBe('XW-0001');
    await verdicts([3, { outcome: 'applied', code: 'ok', params: { withdrawn: `${DEVICE}-000002` } }]);
    expect((await db.verdicts.get(2))?.waiting).toBeUndefined();
  });
});

describe('[AL-1] what a redemption drew', () => {
  test('comes back once when it is refused', async () => {
    const { journal, verdicts } = await journalOfFour();
    const before = must(await right(journal), 'a right').spent;
    await verdicts([1, refused('malformed')]);
    await verdicts([1, refused('malformed')]);
    expect((await right(journal))?.spent).toBe(before - 8);
  });
  test('comes back once when it is voided, here or elsewhere, and only an own one', async () => {
    const { journal, events, take } = await journalOfFour();
    const before = must(await right(journal), 'a right').spent;
    const voided = { type: 'redemption.voided' as const, household: 'XW-0001', ref: 'AAAA-000009', reason: 'r' };
    await events({ ...voided, redemption: 'AAAA-000001' }, { ...voided, redemption: 'old-1' });
    await take({ voided: ['AAAA-000001'], standing: [redemption({ id: 'AAAA-000002', mode: 'online' })] });
    expect((await right(journal))?.spent).toBe(before);
    await events({ ...voided, redemption: `${DEVICE}-000001` });
    await take({ voided: [`${DEVICE}-000001`] });
    expect((await right(journal))?.spent).toBe(before - 8);
  });
  test('[SY-14] is spent again while a restored server has forgotten the void', async () => {
    const { journal, events, take } = await journalOfFour();
    const before = must(await right(journal), 'a right').spent;
    const voided = { type: 'redemption.voided' as const, household: 'XW-0001', ref: 'AAAA-000009', reason: 'r' };
    await events({ ...voided, redemption: `${DEVICE}-000001` });
    // Heard late, in the history of the void: it is void for good.
    await take({ standing: [redemption()] });
    expect((await right(journal))?.spent).toBe(before - 8);
    for (const _ of [1, 2]) {
      await take({ epoch: 'e2', standing: [redemption()] });
      expect((await right(journal))?.spent).toBe(before);
    }
    for (const _ of [1, 2]) {
      await take({ epoch: 'e2', events: [{ ...voided, redemption: `${DEVICE}-000001` }] });
      expect((await right(journal))?.spent).toBe(before - 8);
    }
  });
  test('comes back when a person let it count on the free points', async () => {
    const { journal, events } = await journalOfFour();
    const before = must(await right(journal), 'a right').spent;
    const recorded = { type: 'redemption.recorded' as const, household: 'XW-0001' };
    await events({ ...recorded, redemption: redemption() });
    expect((await right(journal))?.spent).toBe(before);
    await events({ ...recorded, redemption: redemption({ mode: 'online' }) });
    await events({ ...recorded, redemption: redemption({ mode: 'online' }) });
    expect((await right(journal))?.spent).toBe(before - 8);
  });
  test('of a household without a right here changes nothing', async () => {
    const { journal, verdicts } = await journalOfFour();
    await journal.db.allowances.clear();
    await verdicts([1, refused('malformed')]);
    expect(await right(journal)).toBeUndefined();
  });
  test('comes back when its Case is turned down; the decision of another’s Case is none of this device’s business', async () => {
    const { db, journal, verdicts, events } = await journalOfFour();
    const before = must(await right(journal), 'a right').spent;
    await verdicts([1, held('outside_window', {})]);
    const decided = { type: 'case.decided' as const, decision: 'reject' as const, by: 'o', at: 1 };
    await events({ ...decided, case: 'AAAA-000001' });
    expect((await right(journal))?.spent).toBe(before);
    expect(await readNotices(journal, 9)).toEqual([]);
    await events({ ...decided, case: `${DEVICE}-000001` });
    expect((await right(journal))?.spent).toBe(before - 8);
    expect((await db.verdicts.get(1))?.waiting).toBeUndefined();
  });
  test('[SY-14] is reserved again when a restored server has forgotten the decision, until a person decides anew', async () => {
    const { db, journal, verdicts, events } = await journalOfFour();
    const before = must(await right(journal), 'a right').spent;
    const ref = `${DEVICE}-000001`;
    const opened = { type: 'case.opened' as const, case: ref, code: 'outside_window' as const, household: 'XW-0001' };
    const decided = { type: 'case.decided' as const, case: ref, decision: 'reject' as const, by: 'o', at: 1 };
    await verdicts([1, held('outside_window', {})]);
    await events(opened, decided);
    expect((await right(journal))?.spent).toBe(before - 8);
    // Both once more: nothing is open.
    await events(opened, decided);
    expect((await right(journal))?.spent).toBe(before - 8);
    await events(opened);
    await events(opened);
    expect((await right(journal))?.spent).toBe(before);
    expect((await db.verdicts.get(1))?.waiting).toBe('XW-0001');
    expect(await readNotices(journal, 9)).toEqual([expect.not.objectContaining({ decided: expect.anything() })]);
    await events(
      { ...decided, decision: 'accept' },
      { type: 'redemption.recorded', household: 'XW-0001', redemption: redemption() },
    );
    expect((await right(journal))?.spent).toBe(before);
    expect((await db.verdicts.get(1))?.waiting).toBeUndefined();
  });
  test('[SY-14] is reserved again too when the verdict that held it has not come yet; then it waits', async () => {
    const { db, journal, verdicts, events } = await journalOfFour();
    const before = must(await right(journal), 'a right').spent;
    const ref = `${DEVICE}-000001`;
    const opened = { type: 'case.opened' as const, case: ref, code: 'outside_window' as const, household: 'XW-0001' };
    await events(opened, { type: 'case.decided', case: ref, decision: 'reject', by: 'o', at: 1 });
    expect((await right(journal))?.spent).toBe(before - 8);
    await events(opened);
    expect((await right(journal))?.spent).toBe(before);
    expect(await db.verdicts.get(1)).toBeUndefined();
    await verdicts([1, held('outside_window', {})]);
    expect((await db.verdicts.get(1))?.waiting).toBe('XW-0001');
  });
  test('[SY-14] of an op of no household, or of a Case of somebody else’s, changes nothing when that is open again', async () => {
    const { db, journal, verdicts, events } = await journalOfFour();
    const before = must(await right(journal), 'a right').spent;
    const waits = held('after_restore', {});
    await verdicts([1, waits], [2, waits], [3, waits], [4, waits]);
    const opened = { type: 'case.opened' as const, code: 'over_cap' as const, competing: [`${DEVICE}-000002`] };
    const decided = { type: 'case.decided' as const, decision: 'accept' as const, by: 'o', at: 1 };
    const [first, own, other] = [`${DEVICE}-000001`, `${DEVICE}-000004`, 'AAAA-000001'];
    const waiting = async () => (await db.verdicts.toArray()).map((row) => row.waiting);
    await events(...[own, other].map((ref) => ({ ...opened, case: ref })));
    await events(...[first, own, other].map((ref) => ({ ...decided, case: ref })));
    expect(await waiting()).toEqual([undefined, 'XW-0001', 'XW-0001', undefined]);
    await events(...[own, other].map((ref) => ({ ...opened, case: ref })));
    expect(await waiting()).toEqual([undefined, 'XW-0001', 'XW-0001', '-']);
    expect((await right(journal))?.spent).toBe(before);
    const told = (await readNotices(journal, 9)).map((notice) => [notice.id, 'decided' in notice]);
    expect(told.sort()).toEqual([
      [other, false],
      [own, false],
    ]);
  });
});

describe('[AL-3] what a save draws on, as it is when it is written', () => {
  const by = 'u-anne';
  const at = MONDAY_MS;
  const buy = (journal: Journal, body: object = {}) =>
    appendOp(journal, { kind: 'redemption.record', body: { ...rice(8), ...body }, by, at });
  const giveBack = (journal: Journal, returned: number) =>
    appendOp(journal, { kind: 'allowance.return', body: { lines: [['XW-0001', returned]] }, by: DEVICE, at });

  test('a household without a right here lacks it', async () => {
    const { db, journal } = await journalOfFour();
    await db.allowances.clear();
    expect(await buy(journal)).toEqual({ ok: false, lacking: 'XW-0001', points: 8 });
    expect(await db.ops.count()).toBe(4);
  });
  test('[AL-1] a return never takes back what another tab has returned', async () => {
    const { db, journal } = await journalOfFour();
    const before = must(await right(journal), 'a right');
    expect(before.returned).toBeGreaterThan(1);
    expect(await giveBack(journal, before.returned - 1)).toMatchObject({ ok: false, lacking: 'XW-0001' });
    expect(await right(journal)).toEqual(before);
    expect(await db.ops.count()).toBe(4);
  });
  test('[CF-27] the kept part takes over what its receipt still reserves, and nothing of one that reserves nothing', async () => {
    const { db, journal, events } = await journalOfFour();
    const instead = `${DEVICE}-000001`;
    const { spent } = must(await right(journal), 'a right');
    // Nothing else is left on the right.
    expect(await buy(journal)).toMatchObject({ ok: false });
    expect(await buy(journal, { instead: `${DEVICE}-000099` })).toMatchObject({ ok: false });
    expect(await buy(journal, { instead: 'AAAA-000001' })).toMatchObject({ ok: false });
    expect(await buy(journal, { instead })).toMatchObject({ ok: true });
    expect((await right(journal))?.spent).toBe(spent);
    expect(await buy(journal, { instead })).toMatchObject({ ok: false });
    // The void is known: what it freed is on the right again, and the receipt has nothing more to give.
    await db.releases.clear();
    await db.allowances.update('XW-0001', { spent });
    const voided = { type: 'redemption.voided' as const, household: 'XW-0001', ref: 'AAAA-000009', reason: 'r' };
    await events({ ...voided, redemption: instead });
    expect((await right(journal))?.spent).toBe(spent - 8);
    const known = await db.releases.get(1);
    expect(await buy(journal, { instead })).toMatchObject({ ok: true });
    expect((await right(journal))?.spent).toBe(spent);
    expect(await db.releases.get(1)).toEqual(known);
    expect(await buy(journal, { instead })).toMatchObject({ ok: false });
  });
  test('[SY-13] the journal of an older app, without a note of whose log it is, takes ops', async () => {
    const { db, journal } = await journalOfFour();
    await db.meta.delete('log');
    expect(await giveBack(journal, must(await right(journal), 'a right').returned)).toMatchObject({ ok: true, seq: 5 });
  });
});

describe('[CF-02] [CF-08] what a worker is told', () => {
  test('a Case of an own op or against one, with its decision; nobody else’s', async () => {
    const { journal, events } = await journalOfFour();
    const opened = { type: 'case.opened' as const, code: 'over_cap' as const, household: 'XW-0001' };
    await events(
      { ...opened, case: 'AAAA-000001' },
      { ...opened, case: 'AAAA-000002', competing: ['BBBB-000001'] },
      { ...opened, case: 'AAAA-000003', competing: ['BBBB-000001', `${DEVICE}-000002`] },
    );
    await events({ type: 'case.decided', case: 'AAAA-000003', decision: 'reject', by: 'o', at: 1 });
    const notices = await readNotices(journal, 9);
    expect(notices).toMatchObject([{ kind: 'case', id: 'AAAA-000003', mine: false, decided: { decision: 'reject' } }]);
  });
  test('an edit that met an own one, once', async () => {
    const { journal, events } = await journalOfFour();
    const edits = [
      { ref: 'AAAA-000001', field: 'phone' as const, value: '1', was: '', by: 'x', at: 1 },
      { ref: 'AAAA-000001', field: 'head' as const, value: '2', was: '', by: 'x', at: 1 },
    ];
    const edit = { type: 'profile.edited' as const, household: 'XW-0001', edits };
    await events(edit, { ...edit, against: ['BBBB-000001'] });
    expect(await readNotices(journal, 9)).toEqual([]);
    for (const _ of [1, 2]) await events({ ...edit, against: ['BBBB-000001', `${DEVICE}-000002`] });
    expect(await readNotices(journal, 9)).toMatchObject([
      { kind: 'edit', id: 'AAAA-000001', household: 'XW-0001', fields: ['phone', 'head'] },
    ]);
  });
});

describe('[SY-1] own ops as they are read back', () => {
  test('one that does not fit the chain is an error that names it', async () => {
    const { db, journal } = await journalOfFour();
    await db.ops.update(2, { prev: '0'.repeat(64) });
    const broken = await new OwnOps(journal).range(0, Infinity).catch((error) => error);
    expect(broken).toBeInstanceOf(ChainBrokenError);
    expect(broken).toMatchObject({ seq: 2 });
  });
  test('missing ones are left out, and more than are kept at hand are all read', async () => {
    const { own } = await journalOfFour();
    expect((await own.contents([1, 99, 2])).map((one) => one.seq)).toEqual([1, 2]);
    expect((await own.some([99, 3])).map((one) => one.seq)).toEqual([3]);
    const [first] = await own.contents([1]);
    const { seq: _, ...op } = must(first, 'an op');
    for (let seq = 100; seq < 4_200; seq++) own.remember({ ...op, seq });
    expect((await own.contents([1, 2, 3])).map((one) => one.ref)).toEqual([1, 2, 3].map((n) => `${DEVICE}-00000${n}`));
  });
});
