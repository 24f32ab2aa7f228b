/**
 * What people read when records collide (the table of docs/sync.md): real tablets on the real server and database, their trays
 * and news and the office's Cases rendered in Chinese, both sides of each collision.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { addDays, dayOf, monthOf, SHANGHAI_OFFSET_MINUTES } from '../../src/domain/calendar.ts';
import { must } from '../../src/domain/must.ts';
import type { OpBodies, OpKind } from '../../src/domain/op.ts';
import { pointsOf } from '../../src/domain/points.ts';
import { groupCaseId } from '../../src/domain/ref.ts';
import { verdictText } from '../../src/protocol/verdictText.ts';
import { changeRights } from '../../src/server/office/personRights.ts';
import { speakChinese } from './support/chineseTexts.ts';
import { ask, caseWords, deviceWords, markWords } from './support/officeScreen.tsx';
import { ScreenTablet } from './support/screenTablet.tsx';
import {
  asConsole,
  carried,
  device,
  emptyTown,
  makeTown,
  officeBrowser,
  PEOPLE,
  RULES,
  registration,
  rule,
  TOWN,
} from './support/smallTown.ts';
import { openStage, type Stage } from './support/stage.ts';
import type { TestDevice } from './support/testDevice.ts';

const H = 'XW-0001';
const TODAY = dayOf(Date.now(), SHANGHAI_OFFSET_MINUTES);

let stage: Stage;
let a: ScreenTablet;
let b: ScreenTablet;
let office: TestDevice;

beforeAll(async () => {
  await speakChinese();
  stage = await openStage();
});
afterAll(() => stage.close());

beforeEach(async () => {
  const { app, db } = stage;
  await emptyTown(db);
  await makeTown(db);
  a = await ScreenTablet.open(app, db, 'g1');
  b = await ScreenTablet.open(app, db, 'w2');
  office = await officeBrowser(app, db, PEOPLE.office);
});

const deed = (code: string, points: number, change: object = {}) => ({
  household: H,
  rule: code,
  date: TODAY,
  quantity: 1,
  points,
  ...change,
});

async function decide(id: string, decision: 'accept' | 'reject' | 'keep_both', reason: string): Promise<void> {
  const ref = office.record('case.decide', { case: id, decision, reason }, 'office');
  await office.syncAll();
  expect(office.verdict(ref)).toMatchObject({ outcome: 'applied' });
}

describe('deeds', () => {
  test('[CF-01] an op that was sent twice is one line of the tray, and nobody is told of anything', async () => {
    const ref = await a.save('entry.record', deed('FX-01', 2));
    await a.sync();
    await a.sync();
    expect(await a.trayWords(ref)).toContain('已上传');
    expect(a.news() + b.news()).toBe('');
  });

  test('[CF-02] both workers hear of the same deed, the office sees both sides, its answer reaches both', async () => {
    for (const one of [a, b]) one.line.online = false;
    const first = await a.save('entry.record', deed('FX-02', 3));
    const second = await b.save('entry.record', deed('FX-02', 3));
    for (const one of [a, b]) one.line.online = true;
    await a.sync();
    await b.sync();
    await a.sync();
    const waits = await b.trayWords(second);
    expect(waits).toContain('待村委会处理');
    expect(waits).toContain('「FX-02」这一期已经记满，这条先不算，等村委会定。');
    expect(await a.trayWords(first)).toContain('已上传');
    expect(a.news()).toContain('别人记的和您记的相撞，村委会来定');
    expect(b.news()).toContain('您的一条记录要村委会定');
    const seen = await caseWords(stage.app, office, second);
    for (const words of ['这一期已经记满', '先到的这条', '人g1', '人w2', first, second]) expect(seen).toContain(words);
    await decide(second, 'keep_both', '两件事');
    for (const one of [a, b]) {
      await one.sync();
      expect(one.news()).toContain('人office定了：两条都算。原因：两件事');
    }
  });

  test('[CF-03] a cap passed in part is held, with what is left and the cut proposed', async () => {
    await a.save('entry.record', deed('RG-01', 8));
    await a.sync();
    const ref = await b.save('entry.record', deed('RG-01', 5));
    await b.sync();
    expect(await b.trayWords(ref)).toContain('「RG-01」这一期只剩 2 分，这条是 5 分，等村委会定。');
    const seen = await caseWords(stage.app, office, ref);
    expect(seen).toContain('只能再记一部分');
    expect(seen).toContain('+2');
  });

  test('[CF-04] the rules of the deed’s day decide, and the worker reads the difference', async () => {
    a.line.online = false;
    const ref = await a.save('entry.record', deed('FX-01', 2));
    const rules = RULES.map((one) => (one.code === 'FX-01' ? rule('FX-01', { type: 'fixed', points: 6 }) : one));
    const body = { village: null, version: 2, effectiveFrom: addDays(TODAY, -1), rules };
    await asConsole(stage.db, [{ kind: 'rules.publish', body }]);
    a.line.online = true;
    await a.sync();
    expect(await a.trayWords(ref)).toContain('按当天的规则算 +6 分，不是 +2 分，已按规则记上。');
  });

  test('[CF-05] an item switched off on the deed’s day waits for the office', async () => {
    a.line.online = false;
    const ref = await a.save('entry.record', deed('FX-01', 2));
    const rules = RULES.map((one) => (one.code === 'FX-01' ? { ...one, enabled: false } : one));
    const body = { village: null, version: 2, effectiveFrom: addDays(TODAY, -1), rules };
    await asConsole(stage.db, [{ kind: 'rules.publish', body }]);
    a.line.online = true;
    await a.sync();
    expect(await a.trayWords(ref)).toContain('这天没有「FX-01」这个项目，等村委会定。');
    expect(await caseWords(stage.app, office, ref)).toContain('当天没有这个项目');
  });

  test('[SY-7] a tablet whose clock is wrong: the time is corrected, the worker and the office read it', async () => {
    const other = await device(stage.app, stage.db, 'tablet', 'XW', ['w2']);
    other.clock = () => Date.now() - 3 * 3_600_000;
    const counted = other.score(H, 'FX-01', 'w2');
    const held = other.score(H, 'OFF-01', 'w2', { points: 1 });
    await other.syncAll();
    const words = '平板时钟慢了 3 小时，已按服务器时间改正';
    const { shiftMs, verdict } = must(other.verdicts.get(counted), 'a verdict');
    const item = { ref: counted, kind: 'entry.record', body: deed('FX-01', 2), by: 'w2', at: Date.now(), verdict };
    expect(b.itemWords([{ ...item, shiftMs }])).toContain(words);
    expect(b.itemWords([item])).not.toContain('时钟');
    expect(await markWords(stage.app, office, counted)).toContain('时钟不准');
    expect(await caseWords(stage.app, office, held)).toContain(words);
    const right = await b.save('entry.record', deed('PU-01', 2, { member: 'm1' }));
    await b.sync();
    expect(await markWords(stage.app, office, right)).not.toContain('时钟');
  });

  test('[CF-06] a deed of a published month counts as late: the worker reads it, the office sees the mark', async () => {
    a.line.online = false;
    const ref = await a.save('entry.record', deed('FX-01', 2));
    await asConsole(stage.db, [{ kind: 'month.publish', body: { village: 'XW', month: monthOf(TODAY) } }]);
    a.line.online = true;
    await a.sync();
    expect(await a.trayWords(ref)).toMatch(/已算数。\d{4}年\d{1,2}月的公示已经出了，这条放进下一次公示。/);
    expect(await markWords(stage.app, office, ref)).toContain('迟到');
  });

  test('[CF-18] a day that has not come and a day too long ago wait for the office, with the days', async () => {
    const future = await a.save('entry.record', deed('FX-01', 2, { date: addDays(TODAY, 2) }));
    const old = await a.save('entry.record', deed('FX-01', 2, { date: addDays(TODAY, -60) }));
    await a.sync();
    expect(await a.trayWords(future)).toMatch(/日期写的是\d{4}年\d{1,2}月\d{1,2}日，还没到。等村委会定/);
    expect(await a.trayWords(old)).toMatch(/日期写的是.*，只收.*以后的，等村委会定。/);
    expect(await caseWords(stage.app, office, future)).toContain('日期还没到');
    expect(await caseWords(stage.app, office, old)).toContain('日期太早');
  });

  test('[CF-23] an entry taken back after its points were spent: the file shows the debt, new points pay it first', async () => {
    await asConsole(stage.db, [carried(H, 10)]);
    const ref = await a.save('entry.record', deed('BIG-01', 20));
    await a.engine.setCarrying(true);
    await a.sync();
    const lines = [{ sku: 'SP-001', quantity: 1, price: 25 }];
    await a.save('redemption.record', { household: H, lines, points: 25, mode: 'allowance' });
    await a.sync();
    await office.syncAll();
    office.record('entry.reverse', { household: H, entry: ref, reason: '记错了' }, 'office');
    await office.syncAll();
    await a.sync();
    await b.sync();
    for (const one of [a, b]) {
      const view = await one.engine.openFile(H);
      expect(view && view.points.final - view.points.redeemed).toBe(-15);
    }
    expect(await a.trayWords(ref)).toContain('已上传');
  });

  test('[CF-24] the second reviewer reads that the first decision stands', async () => {
    const ref = await a.save('entry.record', deed('FX-03', 5));
    await a.sync();
    const second = await officeBrowser(stage.app, stage.db, PEOPLE.admin2);
    await office.syncAll();
    await second.syncAll();
    const approve = { household: H, entry: ref, decision: 'approve' } as const;
    office.record('entry.review', approve, 'office');
    await office.syncAll();
    const late = second.record('entry.review', { ...approve, decision: 'reject', reason: '不符' }, 'admin2');
    await second.syncAll();
    const names = { rule: String, day: String, household: String, goods: String, person: (id: string) => `人${id}` };
    expect(verdictText(second.verdict(late), 'zh-CN', names)).toBe('人office已经定过这条，先定的算数，没有再改。');
    await a.sync();
    expect((await a.engine.openFile(H))?.file.entries.find((e) => e.id === ref)?.status).toBe('approved');
  });
});

describe('devices', () => {
  test('[CF-17] a revoked tablet hands over and says so; the office decides about all of it with the worker’s name before it', async () => {
    a.line.online = false;
    const ref = await a.save('entry.record', deed('FX-01', 2));
    await ask(stage.app, office, '/api/office/devices/revoke', { device: a.id });
    a.line.online = true;
    await a.sync();
    const sealed = a.revokedWords();
    for (const words of ['这台平板已被村委会停用', '只有记过的 1 条还加锁留着']) expect(sealed).toContain(words);
    const { page } = await deviceWords(stage.app, office, a.id);
    expect(page).toContain('它的记录里还有 1 条没进备份');
    await stage.db.updateTable('devices').set({ backed_up_seq: 1 }).where('id', '=', a.id).execute();
    await a.sync();
    const told = a.revokedWords();
    for (const words of ['这台平板已被村委会停用', '没传的 1 条已交给村委会，本机资料已清除。'])
      expect(told).toContain(words);
    expect((await deviceWords(stage.app, office, a.id)).page).not.toContain('没进备份');
    const seen = await caseWords(stage.app, office, groupCaseId(ref));
    for (const words of ['停用的设备交来的记录', '人g1', 'FX-01']) expect(seen).toContain(words);
  });
});

describe('two histories of one tablet', () => {
  test('[CF-19] [SY-13] the second one reads its new number and that nothing is lost; the office sees both sides and decides', async () => {
    await a.save('entry.record', deed('FX-01', 2));
    await a.sync();
    const copy = await a.copy('g1');
    await new Promise((resolve) => setTimeout(resolve, 5));
    const was = await copy.save('entry.record', deed('FX-03', 5));
    await new Promise((resolve) => setTimeout(resolve, 5));
    const mine = await a.save('entry.record', deed('FX-01', 2));
    expect(mine).toBe(was);
    await a.sync();
    copy.line.online = true;
    await copy.sync();

    const now = copy.engine.state.getState().device?.id ?? '';
    expect(now).not.toBe(a.id);
    const told = copy.identityWords();
    for (const words of [
      `这台平板换了新编号 ${now}（原来是 ${a.id}）`,
      '没算进去的 1 条都交给了村委会',
      '一条也没有丢',
    ])
      expect(told).toContain(words);
    const ref = `${now}-000001`;
    const waits = await copy.trayWords(ref);
    for (const words of ['待村委会处理', was]) expect(waits).toContain(words);
    expect(await a.trayWords(mine)).toContain('已上传');

    const seen = await caseWords(stage.app, office, groupCaseId(ref));
    for (const words of ['一台设备有两份记录', '换了新编号的设备', '原来编号的设备', a.id, now, was, '人g1', 'FX-03'])
      expect(seen).toContain(words);
    await decide(groupCaseId(ref), 'accept', '核过');
    await copy.sync();
    expect(await copy.trayWords(ref)).toContain('算数');
    expect(copy.engine.state.getState().sync.waiting).toBe(0);
  });
});

describe('people', () => {
  test('[CF-16] who was moved meanwhile: what came before counts, what came after waits, and says whose door it was', async () => {
    a.line.online = false;
    const before = await a.save('entry.record', deed('FX-01', 2));
    await new Promise((resolve) => setTimeout(resolve, 5));
    await changeRights(stage.db, { town: TOWN, village: null }, 'g1', { grids: ['XW-G2'] });
    await new Promise((resolve) => setTimeout(resolve, 5));
    const after = await a.save('entry.record', deed('FX-01', 2));
    a.line.online = true;
    await a.sync();
    expect(await a.trayWords(before)).toContain('已上传');
    const waits = await a.trayWords(after);
    expect(waits).toContain('待村委会处理');
    expect(waits).toContain('人g1');
    const seen = await caseWords(stage.app, office, after);
    for (const words of ['记录人管不到这一户', '人g1', 'FX-01']) expect(seen).toContain(words);
  });
});

describe('apps of other versions, and photos', () => {
  async function pushed(kind: string, body: unknown): Promise<{ ref: string; words: string }> {
    const other = await device(stage.app, stage.db, 'tablet', 'XW', ['w2']);
    const ref = other.record(kind as 'entry.record', body as ReturnType<typeof deed>, 'w2');
    await other.syncAll();
    return { ref, words: b.itemWords([{ ref, kind, body, by: 'w2', at: 0, verdict: other.verdict(ref) }]) };
  }

  test('[CF-20] what a newer app recorded is kept and waits for the server, and the office sees it', async () => {
    const { ref, words } = await pushed('entry.praised', { household: H });
    expect(words).toContain('这条是新版本记的，村里的服务升级以后再处理，记录好好存着。');
    expect(await caseWords(stage.app, office, ref)).toContain('新版本才懂的记录');
  });

  test('[CF-21] a malformed record names the field and the way out', async () => {
    const { words } = await pushed('entry.record', { ...deed('FX-01', 2), quantity: 'two' });
    expect(words).toContain('没有收');
    expect(words).toContain('这条写得不对（quantity），没有收。请导出来交给村委会。');
  });

  test('[CF-22] a deed whose photo is not here yet counts, and both sides see 待补照片', async () => {
    const photo = new Uint8Array(1_000).fill(7);
    photo.set([0xff, 0xd8, 0xff, 0xdb]);
    a.line.photos = false;
    const ref = await a.save('entry.record', deed('FX-01', 2, { photos: [await a.engine.addPhoto(photo)] }));
    await a.sync();
    expect(await a.trayWords(ref)).toContain('已上传');
    expect(await a.entryWords(H)).toContain('待补照片');
    expect(await markWords(stage.app, office, ref)).toContain('待补照片');
  });
});

describe('files', () => {
  const edit = (value: string, field: 'phone' | 'doorPlate' = 'phone') => ({
    household: H,
    set: [{ field, value, was: field === 'phone' ? '13800001234' : `${H}号` }],
  });

  test('[CF-07] different fields merge without a word', async () => {
    await a.save('household.edit', edit('13800005555'));
    await b.save('household.edit', edit('新门牌', 'doorPlate'));
    await a.sync();
    await b.sync();
    await a.sync();
    expect(a.news() + b.news()).toBe('');
    expect(b.engine.search('新门牌', 5).map((row) => row.phoneLast4)).toEqual(['5555']);
  });

  test('[CF-08] the same field: both read that the other changed it too', async () => {
    a.line.online = false;
    const mine = await a.save('household.edit', edit('13800005555'));
    await new Promise((resolve) => setTimeout(resolve, 5));
    const theirs = await b.save('household.edit', edit('13800006666'));
    await b.sync();
    a.line.online = true;
    await a.sync();
    await b.sync();
    expect(await a.trayWords(mine)).toContain('电话别人改得更晚，现在用他的；您的留在记录里，点「恢复」就能换回来。');
    expect(await b.trayWords(theirs)).toContain('已上传');
    expect(b.news()).toContain('别人也改了户主XW-0001家的电话');
  });
});

describe('households', () => {
  async function byOffice<K extends OpKind>(kind: K, body: OpBodies[K]): Promise<string> {
    const ref = office.record(kind, body, 'office');
    await office.syncAll();
    return ref;
  }

  test('[CF-09] merged meanwhile: the deed follows, and the worker reads where it went', async () => {
    a.line.online = false;
    const ref = await a.save('entry.record', deed('FX-01', 2));
    await byOffice('household.merge', { household: H, into: 'XW-0002', reason: '并户' });
    a.line.online = true;
    await a.sync();
    expect(await a.trayWords(ref)).toContain('这一户并户或分户了，这条记在户主XW-0002家，已算数。');
    expect((await a.engine.openFile('XW-0002'))?.file.entries.map((e) => e.id)).toContain(ref);
  });

  test('[CF-09] the old file and the list say what became of the household, and lead on', async () => {
    await asConsole(stage.db, [
      carried(H, 20),
      { kind: 'household.merge', body: { household: H, into: 'XW-0002', reason: '同一户' } },
      { kind: 'household.close', body: { household: 'XW-0003', reason: '全家迁走' } },
    ]);
    await a.sync();
    const old = await a.fileWords(H);
    for (const words of ['这一户已并到户主XW-0002家', '原因：同一户', '打开户主XW-0002家'])
      expect(old).toContain(words);
    for (const act of ['修改资料', '换卡', '常记的']) expect(old).not.toContain(act);
    const now = await a.fileWords('XW-0002');
    expect(now).toContain('和户主XW-0001家之间转过的分：+20');
    expect(now).toContain('修改资料');
    expect(a.listWords('XW-0001')).toContain('已并到 XW-0002');
    expect(await a.fileWords('XW-0003')).toContain('这一户已销户');
    expect(a.listWords('XW-0003')).toContain('已销户');
  });

  test('[CF-09] split meanwhile: the deed waits, and the office is asked which part it belongs to', async () => {
    a.line.online = false;
    const ref = await a.save('entry.record', deed('FX-01', 2));
    await byOffice('household.split', {
      household: H,
      ...{ to: 'XW-0900', head: '李𬭎珈', phone: '', doorPlate: '新屋', members: ['m2'], points: 0, reason: '分户' },
    });
    a.line.online = true;
    await a.sync();
    expect(await a.trayWords(ref)).toContain('这一户分户了，这条是分户前记的，不知道该算哪一家，等村委会定。');
    const seen = await caseWords(stage.app, office, ref);
    for (const words of ['这户分户了，该算哪一家', '李𬭎珈', '人g1']) expect(seen).toContain(words);
  });

  test('[CF-09] closed before the deed was recorded: it waits for the office', async () => {
    a.line.online = false;
    await byOffice('household.close', { household: H, reason: '迁走' });
    await new Promise((resolve) => setTimeout(resolve, 5));
    const ref = await a.save('entry.record', deed('FX-01', 2));
    a.line.online = true;
    await a.sync();
    expect(await a.trayWords(ref)).toContain('户主XW-0001家已经销户，这条是销户以后记的，等村委会定。');
    expect(await caseWords(stage.app, office, ref)).toContain('这户已经销户');
  });

  test('[CF-10] registered twice: both stay, the office is shown the other one and offered to merge', async () => {
    const twin = { ...registration('XW-0900', 'XW', 'XW-G1'), head: `户主${H}`, doorPlate: `${H}号` };
    const ref = await byOffice('household.register', twin);
    expect(office.verdict(ref)).toMatchObject({ outcome: 'applied', code: 'likely_duplicate' });
    await a.sync();
    expect((await a.engine.openFile('XW-0900'))?.file.code).toBe('XW-0900');
    const seen = await caseWords(stage.app, office, ref);
    for (const words of ['很像登记了两次的同一户', H, '并户']) expect(seen).toContain(words);
  });

  test('[CF-10] one code for two households: the second waits, nothing of it is lost', async () => {
    const ref = await byOffice('household.register', { ...registration(H, 'XW', 'XW-G1'), head: '另一家' });
    expect(office.verdict(ref)).toMatchObject({ outcome: 'held', code: 'same_code' });
    const seen = await caseWords(stage.app, office, ref);
    for (const words of ['两户用了同一个编号', H]) expect(seen).toContain(words);
  });
});

describe('spending', () => {
  const lines = [{ sku: 'SP-001', quantity: 1, price: 6 }];
  const basket = { household: H, lines, points: 6 };

  test('[CF-11] within the allowance it always counts, whatever became of the points meanwhile', async () => {
    await asConsole(stage.db, [carried(H, 20)]);
    await a.engine.setCarrying(true);
    await a.sync();
    a.line.online = false;
    const ref = await a.save('redemption.record', { ...basket, mode: 'allowance' });
    a.line.online = true;
    await a.sync();
    expect(await a.trayWords(ref)).toContain('已上传');
    expect(a.news() + b.news()).toBe('');
  });

  test('[CF-12] beyond the points online: refused before the goods leave, with both figures', async () => {
    await asConsole(stage.db, [carried(H, 4)]);
    await a.sync();
    const ref = await a.save('redemption.record', { ...basket, mode: 'online' });
    await a.sync();
    expect(await a.trayWords(ref)).toContain('积分不够：这单要 6 分，现在可用 4 分。先别给货。');
  });

  test('[CF-13] rights that were written off meanwhile: the clerk’s redemption counts, the shortfall is not the household’s', async () => {
    await asConsole(stage.db, [carried(H, 20)]);
    await a.engine.setCarrying(true);
    await a.sync();
    a.line.online = false;
    const ref = await a.save('redemption.record', { ...basket, mode: 'allowance' });
    await office.syncAll();
    const before = await deviceWords(stage.app, office, a.id);
    expect(before.page).toBe('');
    for (const words of ['这台设备手里', '20 分，1 户', '最多可能差', '记在人office名下，不扣住户的'])
      expect(before.asked).toContain(words);
    const off = office.record('allowance.writeoff', { device: a.id, reason: '平板丢了' }, 'office');
    await office.syncAll();
    expect(office.verdict(off)).toMatchObject({ outcome: 'applied' });
    // Somebody else takes what is left before the lost tablet comes back.
    const all = await b.sync().then(() =>
      b.save('redemption.record', {
        household: H,
        lines: [{ sku: 'SP-001', quantity: 1, price: 18 }],
        points: 18,
        mode: 'online',
      }),
    );
    await b.sync();
    expect(await b.trayWords(all)).toContain('已上传');
    a.line.online = true;
    await a.sync();
    expect(await a.trayWords(ref)).toContain(
      '本机的额度村委会先前核销了，这单有 4 分这一户已不够，由核销承担，不扣这一户。',
    );
    const file = await b.sync().then(() => b.engine.openFile(H));
    expect(file && pointsOf(file.file)).toMatchObject({ final: 20, redeemed: 20 });
    const { page } = await deviceWords(stage.app, office, a.id);
    for (const words of ['人office核销，原因：平板丢了', '后来传来的兑换用了其中 6 分', '差额 4 分，由核销承担'])
      expect(page).toContain(words);
  });

  test('[CF-14] a price that changed long ago: the redemption waits, with the difference for both sides', async () => {
    const rice = (price: number) =>
      asConsole(stage.db, [
        {
          kind: 'goods.publish',
          body: {
            goods: [
              { sku: 'SP-001', barcode: '', name: '大米', spec: '2.5千克', category: '粮油', price, active: true },
            ],
          },
        },
      ]);
    await rice(6);
    await asConsole(stage.db, [
      carried(H, 20),
      { kind: 'policy.publish', body: { village: null, policy: { priceGraceDays: 0 } } },
    ]);
    await a.engine.setCarrying(true);
    await a.sync();
    a.line.online = false;
    await rice(8);
    await new Promise((resolve) => setTimeout(resolve, 5));
    const ref = await a.save('redemption.record', { ...basket, mode: 'allowance' });
    a.line.online = true;
    await a.sync();
    const waits = await a.trayWords(ref);
    expect(waits).toContain('待村委会处理');
    expect(waits).toMatch(/6 分.*8 分|8 分.*6 分/);
    const seen = await caseWords(stage.app, office, ref);
    for (const words of ['下单的价早就改了', '大米', '8 分']) expect(seen).toContain(words);
  });

  test('[CF-15] an old card: the deed counts and is marked, the redemption waits for the office', async () => {
    await asConsole(stage.db, [carried(H, 20)]);
    await a.engine.setCarrying(true);
    await a.sync();
    a.line.online = false;
    const scored = await a.save('entry.record', deed('FX-01', 2, { card: 1 }));
    const spent = await a.save('redemption.record', { ...basket, mode: 'allowance', card: 1 });
    await b.save('card.replace', { household: H, n: 2, reason: '卡丢了' });
    await b.sync();
    a.line.online = true;
    await a.sync();
    expect(await a.trayWords(scored)).toContain('已算数。扫的是换掉的旧卡（第 1 张），村委会会看到这个标记。');
    expect(await markWords(stage.app, office, scored)).toContain('旧卡');
    expect(await a.trayWords(spent)).toContain('待村委会处理');
    expect(await caseWords(stage.app, office, spent)).toContain('用换掉的旧卡兑换');
  });

  test('[CF-16] a worker who moved: what was recorded before counts, what came later waits for the office', async () => {
    const before = await a.save('entry.record', deed('FX-01', 2));
    await a.sync();
    a.line.online = false;
    await changeRights(stage.db, { town: TOWN, village: null }, 'g1', { grids: ['XW-G2'] });
    await new Promise((resolve) => setTimeout(resolve, 5));
    const after = await a.save('entry.record', deed('PU-01', 2, { member: 'm1' }));
    a.line.online = true;
    await a.sync();
    await a.sync();
    expect(await a.trayWords(before)).toContain('已上传');
    expect(await a.trayWords(after)).toContain('这一户现在不归人g1管，等村委会定。');
    expect(await caseWords(stage.app, office, after)).toContain('人g1');
    // The tablet has the files of the new grid now, and no longer those of the old one.
    expect(await a.engine.openFile('XW-1001')).toBeDefined();
    expect(await a.engine.openFile(H)).toBeUndefined();
  });

  test('[CF-25] a window that closed meanwhile: judged by the moment of the redemption', async () => {
    await asConsole(stage.db, [
      carried(H, 20),
      { kind: 'policy.publish', body: { village: null, policy: { redemptionWindows: [{ from: TODAY, to: TODAY }] } } },
    ]);
    await a.engine.setCarrying(true);
    await a.sync();
    a.line.online = false;
    const ref = await a.save('redemption.record', { ...basket, mode: 'allowance' });
    const closed = [{ from: addDays(TODAY, -9), to: TODAY }];
    await asConsole(stage.db, [
      { kind: 'policy.publish', body: { village: null, policy: { redemptionWindows: closed } } },
    ]);
    a.line.online = true;
    await a.sync();
    expect(await a.trayWords(ref)).toContain('已上传');
    const file = await b.sync().then(() => b.engine.openFile(H));
    expect(file && pointsOf(file.file).redeemed).toBe(6);
  });
});
