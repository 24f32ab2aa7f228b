/** `npm run town -- household …` (CF-09): what is typed, what is printed, what is in the town then. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { freePoints, pointsOf } from '../../src/domain/points.ts';
import { profileOf } from '../../src/domain/profile.ts';
import { CliError } from '../../src/server/cli/cliError.ts';
import { readCommand } from '../../src/server/cli/commands.ts';
import { HELP } from '../../src/server/cli/help.ts';
import { readConfig } from '../../src/server/config.ts';
import { readFiles } from '../../src/server/feed/snapshot.ts';
import { auditTown } from './support/auditTown.ts';
import { type FreshDatabase, freshDatabase } from './support/postgres.ts';
import { asConsole, carried, emptyTown, makeTown, TOWN } from './support/smallTown.ts';

let fresh: FreshDatabase;

beforeAll(async () => {
  fresh = await freshDatabase();
});
beforeEach(async () => {
  await emptyTown(fresh.db);
  await makeTown(fresh.db);
});
afterAll(() => fresh.drop());

/** What a command prints. */
async function household(...words: readonly string[]): Promise<string> {
  const lines: string[] = [];
  const command = readCommand(['household', ...words]);
  await command.run({ db: fresh.db, config: readConfig({}, []), print: (line) => lines.push(line) });
  await auditTown(fresh.db, TOWN);
  return lines.join('\n');
}

async function failure(...words: readonly string[]): Promise<CliError> {
  const error = await household(...words).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof CliError)) throw new Error(`expected a CliError, got ${error}`);
  return error;
}

async function file(code: string) {
  const [found] = await readFiles(fresh.db, TOWN, [code]);
  if (!found) throw new Error(`no ${code}`);
  return found;
}

describe('[CF-09] from the office’s machine', () => {
  test('merge: says what became of both, in figures', async () => {
    await asConsole(fresh.db, [carried('XW-0001', 12), carried('XW-0002', 5)]);
    const said = await household('merge', 'xw-0001', 'XW-0002', '--reason', '同一户');
    expect(said).toContain('XW-0001 已并到 XW-0002。');
    expect(said).toContain('XW-0002 户主XW-0002家：3 人，累计 17 分，可兑 17 分，设备额度 0 分');
    expect((await file('XW-0001')).merged).toMatchObject({ into: 'XW-0002', reason: '同一户', by: 'CONSOLE' });
  });

  test('split: members by name or id, points of the free ones, the door plate unless another is given', async () => {
    await asConsole(fresh.db, [carried('XW-0001', 12)]);
    const said = await household(
      ...['split', 'XW-0001', 'XW-0901', '--head', '李𬭎珈', '--members', '李𬭎珈', '--points', '4'],
      ...['--reason', '分家'],
    );
    expect(said).toContain('已从 XW-0001 分出 XW-0901 李𬭎珈家。');
    expect(said).toContain('XW-0901 李𬭎珈家：1 人，累计 4 分，可兑 4 分');
    expect(profileOf(await file('XW-0901')).doorPlate).toBe('XW-0001号');
    expect(freePoints(pointsOf(await file('XW-0001')))).toBe(8);
  });

  test('move: a grid by its name or code, what is not given stays', async () => {
    expect(await household('move', 'XW-0001', '--grid', 'xw-g2', '--door', '9号', '--reason', '搬家')).toContain(
      'XW-0001 已迁到 XW XW-G2，门牌 9号。',
    );
    expect(await file('XW-0001')).toMatchObject({ village: 'XW', grid: 'XW-G2' });
    await household('move', 'XW-0001', '--village', '大罗村', '--grid', 'DL-G1', '--reason', '搬家');
    expect(await file('XW-0001')).toMatchObject({ village: 'DL', grid: 'DL-G1' });
    expect(profileOf(await file('XW-0001'))).toMatchObject({ naturalVillage: '塘边', doorPlate: '9号' });
  });

  test('close: says what is left and how to pass it on', async () => {
    await asConsole(fresh.db, [carried('XW-0001', 3)]);
    const said = await household('close', 'XW-0001', '--reason', '全家迁走');
    expect(said).toContain('XW-0001 已销户。');
    expect(said).toContain('还剩 3 分');
  });

  test.each([
    [['merge', 'XW-0001'], '少了 INTO', 2],
    [['merge', 'XW-0001', 'XW-0002'], '少了 --reason', 2],
    [['merge', 'XW-0001', 'XW-0001', '--reason', 'r'], 'into 写得不对', 2],
    [['merge', 'XW-0001', 'XW-9999', '--reason', 'r'], '没有 XW-9999 这一户', 2],
    [['split', 'XW-0001', 'XW-0901', '--head', '甲', '--members', '谁', '--reason', 'r'], '没有“谁”这个人：m1', 2],
    [
      ['split', 'XW-0001', 'XW-0901', '--head', '甲', '--members', 'm2', '--points', '9', '--reason', 'r'],
      '积分不够',
      1,
    ],
    [['split', 'XW-0001', 'XW-0901', '--head', '甲', '--members', 'm2', '--points', 'x', '--reason', 'r'], '整数', 2],
    [['split', 'XW-0001', 'XW-0002', '--head', '甲', '--members', 'm2', '--reason', 'r'], '早就登记了', 1],
    [['move', 'XW-0001', '--grid', 'XW-G9', '--reason', 'r'], '没有“XW-G9”这个网格：XW-G1', 2],
    [['move', 'XW-0001', '--village', 'ZZ', '--grid', 'G', '--reason', 'r'], '没有“ZZ”这个村', 2],
    [['close', 'XW-9999', '--reason', 'r'], '没有 XW-9999 这一户', 2],
    [['open', 'XW-0001'], 'household 后面要写', 2],
  ])('%j: says what is wrong and changes nothing', async (words, zh, exitCode) => {
    const error = await failure(...words);
    expect(error.zh).toContain(zh);
    expect(error.en).toMatch(/[a-z]{3}/);
    expect(error.exitCode).toBe(exitCode);
    for (const code of ['XW-0001', 'XW-0002']) {
      const { merged, closed, splits, places } = await file(code);
      expect([merged, closed, splits, places]).toEqual([undefined, undefined, undefined, undefined]);
    }
  });

  test('what has ended is not merged again, and says where it went', async () => {
    await household('merge', 'XW-0001', 'XW-0002', '--reason', 'r');
    const error = await failure('merge', 'XW-0001', 'XW-0003', '--reason', 'r');
    expect(error.zh).toBe('XW-0001已经并到XW-0002，没有再改。请打开那一户来办。');
    expect(error.exitCode).toBe(1);
  });

  test('the help names each command', () => {
    for (const act of ['merge', 'split', 'move', 'close']) expect(HELP).toContain(`household ${act} `);
  });
});
