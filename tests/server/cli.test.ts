import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import QRCode from 'qrcode';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { enrolUrl } from '../../src/protocol/enrolCode.ts';
import { verifyPassword, verifyPin } from '../../src/server/auth/password.ts';
import { CliError } from '../../src/server/cli/cliError.ts';
import { readCommand } from '../../src/server/cli/commands.ts';
import { HELP } from '../../src/server/cli/help.ts';
import { readConfig } from '../../src/server/config.ts';
import { qrLines, textWidth } from '../../src/server/terminal.ts';
import { publicKeyOfNewDevice } from './support/officeTown.ts';
import { type FreshDatabase, freshDatabase } from './support/postgres.ts';
import { rowsPlannedFor } from './support/rowsPlannedFor.ts';
import { type ServerProcess, startServer } from './support/serverProcess.ts';

const PROJECT = join(import.meta.dirname, '../..');
const ROLL = join(PROJECT, 'tests/data/roll-xiawan-messy.xlsx');

let home: string;
const servers: ServerProcess[] = [];

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'village-points-cli-'));
});
afterEach(async () => {
  // A server that is asked to stop takes its database with it.
  for (const { child, ended } of servers.splice(0)) {
    child.kill('SIGTERM');
    await ended;
  }
});
afterAll(() => rm(home, { recursive: true }));

interface Said {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs the real command line on a data folder. */
async function town(dataDir: string, ...words: readonly string[]): Promise<Said> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'src/server/cli/town.ts', ...words], {
    cwd: PROJECT,
    env: { PATH: process.env.PATH, DATA_DIR: dataDir },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [out, err] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => {
    out += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    err += chunk.toString();
  });
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, out, err };
}

test('whoever stops reading early ends nothing and gets no stack', async () => {
  const child = spawn(process.execPath, ['--import', 'tsx', 'src/server/cli/town.ts', 'help'], {
    cwd: PROJECT,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  child.stdout.destroy();
  let err = '';
  child.stderr.on('data', (chunk: Buffer) => {
    err += chunk.toString();
  });
  const [code] = (await once(child, 'close')) as [number | null];
  expect({ code, err }).toEqual({ code: 0, err: '' });
});

test('npm start on an empty folder shows address, sign-ins and a code that enrols, and the command line joins it', async () => {
  const dataDir = join(home, 'demo');
  const server = startServer({ demo: true, throughNpm: true, environment: { DATA_DIR: dataDir } });
  servers.push(server);
  const origin = await server.running;
  expect((await fetch(`${origin}/healthz`)).status).toBe(200);

  const password = / xiawan {2,}([0-9a-z]{5}-[0-9a-z]{5})/.exec(server.said())?.[1];
  const signIn = await fetch(`${origin}/api/office/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin },
    body: JSON.stringify({ login: 'xiawan', password }),
  });
  expect(signIn.status).toBe(200);

  const code = /enrol a device: ([0-9A-Z]{5}-[0-9A-Z]{5})/.exec(server.said())?.[1] ?? '';
  const enrolled = await enrol(origin, code);
  expect(enrolled.status).toBe(200);
  const { users } = (await enrolled.json()) as { users: { id: string }[] };
  expect(users.map(({ id }) => id).sort()).toEqual(['WG-XW1', 'WG-XW2', 'WG-XW3']);

  const stats = await town(dataDir, 'stats', '--json');
  expect(stats).toMatchObject({ code: 0, err: '' });
  expect(JSON.parse(stats.out)).toMatchObject({
    town: { code: 'CC', name: '苍城镇' },
    total: { households: 510, entries: 12_901, earned: 34_815, redeemed: 26_590, pending: 72, rejected: 89 },
    villages: [
      { code: 'DL', households: 242 },
      { code: 'XW', households: 268 },
    ],
  });
});

async function enrol(origin: string, code: string): Promise<Response> {
  return fetch(`${origin}/api/enrol`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ code, publicKey: await publicKeyOfNewDevice(), app: 'test' }),
  });
}

describe('a town of one’s own, without a running server', () => {
  test('is created and gets its roll, each by a command of its own', async () => {
    const dataDir = join(home, 'own');
    const created = await town(dataDir, 'create', '--code', 'CC', '--name', '苍城镇');
    expect(created).toMatchObject({ code: 0, err: '' });
    expect(created.out).toMatch(/administrator: admin {2}[0-9a-z]{5}-[0-9a-z]{5}/);

    const report = join(home, 'report.json');
    const imported = await town(dataDir, 'import', 'households', ROLL, '--village', 'XW=下湾村', '--json', report);
    expect(imported).toMatchObject({ code: 0, err: '' });
    expect(imported.out).toContain('已导入下湾村：新登记268户');
    expect((await stat(report)).mode & 0o777).toBe(0o600);
    const written = JSON.parse(await readFile(report, 'utf8'));
    expect(written.roll.problems).toHaveLength(110);
    expect(written.households).toHaveLength(268);

    expect((await town(dataDir, 'stats')).out).toMatch(/户数 households +268 +268\n/);
  });

  test('[SY-14] is backed up, verified, and brought back on another machine', async () => {
    const dataDir = join(home, 'own');
    const file = join(home, 'backups', 'cc.vpb');
    expect(await town(dataDir, 'backup', file)).toMatchObject({
      code: 0,
      err: '',
      out: expect.stringContaining('已备份'),
    });
    const verified = await town(dataDir, 'verify', '--json');
    expect(JSON.parse(verified.out)).toMatchObject({ ok: true, checked: { households: 268 }, difference: null });
    expect(await town(dataDir, 'restore', file)).toMatchObject({ code: 1, err: expect.stringContaining('--replace') });

    const elsewhere = join(home, 'elsewhere');
    const restored = await town(elsewhere, 'restore', file);
    expect(restored).toMatchObject({ code: 0, err: '', out: expect.stringContaining('已恢复 苍城镇（CC）') });
    expect((await town(elsewhere, 'stats')).out).toMatch(/户数 households +268 +268\n/);
    await writeFile(file, (await readFile(file)).subarray(0, 5_000));
    const cut = await town(elsewhere, 'restore', file, '--replace');
    expect(cut).toMatchObject({ code: 1, out: '', err: expect.stringContaining('不完整') });
    expect((await town(elsewhere, 'verify')).out).toContain('核对无误');
  });

  test('what was written wrongly or cannot be done ends without a stack, with a code, and makes no database', async () => {
    const dataDir = join(home, 'nothing');
    const wrong = await town(dataDir, 'nope');
    expect(wrong).toMatchObject({ code: 2, out: '' });
    expect(wrong.err).toBe(
      '没有“nope”这个命令，见 npm run town -- help\nUnknown command: nope. See npm run town -- help\n',
    );
    const nowhere = await town(dataDir, 'stats');
    expect(nowhere).toMatchObject({ code: 1, out: '' });
    expect(nowhere.err).toContain(`${dataDir} 里没有数据`);
    expect(nowhere.err).not.toMatch(/^\s+at /m);
    await expect(stat(dataDir)).rejects.toThrow('ENOENT');
  });
});

describe('commands', () => {
  let database: FreshDatabase;
  beforeAll(async () => {
    database = await freshDatabase();
    await run('create', '--code', 'CC', '--name', '苍城镇');
    await run('import', 'households', ROLL, '--village', 'XW=下湾村');
    await run('user', 'add', 'WG1', '--name', '吴锦权', '--role', '网格员', '--village', 'XW', '--grid', 'XW-G1');
  });
  afterAll(() => database.drop());

  /** What a command prints, on this test's database. */
  function run(...words: readonly string[]): Promise<string> {
    return runOn(database, ...words);
  }

  async function runOn({ db }: FreshDatabase, ...words: readonly string[]): Promise<string> {
    const lines: string[] = [];
    const config = readConfig({ DATA_DIR: join(home, 'commands') }, []);
    await readCommand(words).run({ db, config, print: (line) => lines.push(line) });
    return lines.join('\n');
  }

  test('a town that was brought back is counted, so that the first sums are planned for its size', async () => {
    const file = join(home, 'commands', 'cc.vpb');
    await run('backup', file);
    const other = await freshDatabase();
    try {
      await runOn(other, 'restore', file);
      expect(await rowsPlannedFor(other.db, 'households')).toBe(268);
    } finally {
      await other.drop();
    }
  });

  test('people get secrets that work, and new ones', async () => {
    const stored = async (id: string) =>
      database.db.selectFrom('users').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
    const pin = /PIN: (\d{6})/.exec(await run('user', 'pin', 'wg1'))?.[1] ?? '';
    expect(await verifyPin((await stored('WG1')).pin_hash, pin)).toBe(true);

    const added = await run('user', 'add', 'cwh', '--name', '村委会', '--role', '村委会', '--village', '下湾村');
    const password = /login: cwh {2}密码 password: (\S+)/.exec(added)?.[1] ?? '';
    expect(await stored('CWH')).toMatchObject({ role: 'village_office', village: 'XW', pin_hash: null });
    expect(await verifyPassword((await stored('CWH')).password_hash, password)).toBe(true);
    const changed = /password: (\S+)/.exec(await run('user', 'password', 'cwh'))?.[1] ?? '';
    expect(await verifyPassword((await stored('CWH')).password_hash, password)).toBe(false);
    expect(await verifyPassword((await stored('CWH')).password_hash, changed)).toBe(true);
    expect(await run('user', 'list')).toMatch(/^WG1 +吴锦权 +grid_worker +XW +PIN$/m);
  });

  test('[CF-16] people move, leave and come back; what they were allowed before is kept', async () => {
    await run('user', 'add', 'WG2', '--name', '陈二', '--role', '网格员', '--village', 'XW', '--grid', 'XW-G1');
    const grids = await database.db.selectFrom('grids').select('code').orderBy('code').execute();
    const other = grids.find(({ code }) => code !== 'XW-G1')?.code ?? 'XW-G1';
    expect(await run('user', 'change', 'wg2', '--grids', other)).toContain('以前记的照算');
    await run('user', 'leave', 'wg2');
    await run('user', 'return', 'wg2');
    await run('user', 'change', 'wg2', '--role', '店员', '--grids', 'all');
    const history = await database.db
      .selectFrom('user_rights')
      .select(['role', 'grids', 'active'])
      .where('user_id', '=', 'WG2')
      .orderBy('from_ms')
      .execute();
    expect(history[0]).toEqual({ role: 'grid_worker', grids: [], active: true });
    expect(history.at(-1)).toEqual({ role: 'store_clerk', grids: [], active: true });
    const now = await database.db.selectFrom('users').selectAll().where('id', '=', 'WG2').executeTakeFirstOrThrow();
    expect(now).toMatchObject({ role: 'store_clerk', grids: [], active: true });
    await database.db.deleteFrom('user_rights').where('user_id', '=', 'WG2').execute();
    await database.db.deleteFrom('users').where('id', '=', 'WG2').execute();
  });

  test('a new password ends the sessions of its owner', async () => {
    const session = { town: 'CC', token_hash: 'a', user_id: 'ADMIN', expires_at: new Date(Date.now() + 60_000) };
    await database.db.insertInto('sessions').values(session).execute();
    await run('user', 'password', 'admin');
    expect(await database.db.selectFrom('sessions').selectAll().execute()).toEqual([]);
  });

  test('a code is for all grid workers of the only village', async () => {
    const said = await run('enrol');
    expect(said).toContain('使用人 · for: 吴锦权');
    const { kind, village, users } = await database.db.selectFrom('enrol_codes').selectAll().executeTakeFirstOrThrow();
    expect({ kind, village, users }).toEqual({ kind: 'tablet', village: 'XW', users: ['WG1'] });
  });

  test.each([
    ['an unknown option', 2, ['stats', '--all'], '参数写得不对'],
    ['one word too many', 2, ['stats', 'XW'], '多了“XW”'],
    ['a missing file name', 2, ['import', 'households'], '少了 FILE'],
    ['another thing to import', 2, ['import', 'goods', 'x.csv'], '只有 households'],
    ['a file that is not there', 1, ['import', 'households', '/nowhere.xlsx'], '打不开 /nowhere.xlsx'],
    ['another kind of device', 2, ['enrol', '--kind', 'phone'], 'tablet 或 counter'],
    ['a village that is not there', 2, ['enrol', '--village', '东溪村'], '已有：XW 下湾村'],
    ['a person of nowhere', 2, ['enrol', '--users', 'NOBODY'], '没有这些人：NOBODY'],
    ['a counter without a clerk', 1, ['enrol', '--kind', 'counter'], '还没有店员'],
    ['a second town', 1, ['create', '--code', 'CC', '--name', '苍城镇'], '已经有 CC 苍城镇'],
    ['a code in small letters', 2, ['create', '--code', 'cc', '--name', '苍城镇'], '镇的代码“cc”不行'],
    ['a person twice', 1, ['user', 'add', 'WG1', '--name', '某', '--role', '店员', '--village', 'XW'], '已有人用'],
    ['a role nobody has', 2, ['user', 'add', 'X', '--name', '某', '--role', '村长', '--village', 'XW'], '没有“村长”'],
    ['a worker of no village', 2, ['user', 'add', 'X', '--name', '某', '--role', '网格员'], '请用 --village'],
    ['a PIN for nobody', 1, ['user', 'pin', 'NOBODY'], '没有 NOBODY 这个人'],
    ['moving nobody', 1, ['user', 'change', 'NOBODY', '--grids', 'all'], '没有 NOBODY 这个人'],
    ['moving to no grid', 2, ['user', 'change', 'WG1', '--grids', 'XW-G99'], '没有网格 XW-G99'],
    ['a role nobody has, later', 2, ['user', 'change', 'WG1', '--role', '村长'], '没有“村长”'],
    ['taking off no list', 1, ['user', 'off', 'WG1', '--device', 'ZZZZ'], '名单里没有 WG1'],
    ['taking off without a device', 2, ['user', 'off', 'WG1'], '少了 --device'],
    ['a password without a login', 2, ['user', 'password', 'WG1'], '还没有登录名'],
    ['a backup without a name', 2, ['backup'], '少了 FILE'],
    ['a backup into nowhere', 1, ['backup', '/dev/null/x'], '写不进 /dev/null/x'],
    ['a restore of nothing', 1, ['restore', '/nowhere.vpb'], '打不开 /nowhere.vpb'],
    ['another town', 2, ['stats', '--town', 'ZZ'], '请用 --town 选一个镇：CC 苍城镇'],
  ])('%s is refused in words', async (_what, exitCode, words, zh) => {
    const error = await run(...words).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(CliError);
    expect(error).toMatchObject({ exitCode, zh: expect.stringContaining(zh) });
  });

  test('a file that is no table is refused in words', async () => {
    const file = join(home, 'empty.xlsx');
    await writeFile(file, '');
    await expect(run('import', 'households', file)).rejects.toThrow('这个文件是空的');
  });

  test('help tells every command', () => {
    const words = ['stats', 'import households', 'enrol', 'create', 'user add', 'backup', 'restore', 'verify'];
    for (const word of words) expect(HELP).toContain(word);
  });
});

describe('the terminal', () => {
  test('counts a Chinese character as two places', () => {
    expect([textWidth('abc'), textWidth('网格'), textWidth('𬭎a'), textWidth('（1）')]).toEqual([3, 4, 3, 5]);
  });

  test('shows a QR code module by module, in a quiet zone', () => {
    const text = enrolUrl('http://192.0.2.2:8080', 'K7Q2M4XW9T');
    const rows = qrLines(text).map((line) => line.slice('\u001b[30;107m'.length, -'\u001b[0m'.length));
    const shown = rows.flatMap((row) => [
      [...row].map((half) => (half === '█' || half === '▀' ? 1 : 0)),
      [...row].map((half) => (half === '█' || half === '▄' ? 1 : 0)),
    ]);
    const { modules } = QRCode.create(text, { errorCorrectionLevel: 'L' });
    for (let row = -4; row < modules.size + 4; row += 1) {
      for (let column = -4; column < modules.size + 4; column += 1) {
        const inside = Math.min(row, column) >= 0 && Math.max(row, column) < modules.size;
        expect(shown[row + 4]?.[column + 4]).toBe(inside ? modules.get(row, column) : 0);
      }
    }
  });
});
