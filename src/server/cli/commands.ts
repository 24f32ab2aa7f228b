import { readFile, writeFile } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { dayOf } from '../../domain/calendar.ts';
import { listUsers } from '../office/people.ts';
import type { UserSecrets } from '../office/userAdmin.ts';
import { alignedLines } from '../terminal.ts';
import { enrolmentLines, tabletOrigin } from '../welcome.ts';
import { needed, readArgs } from './args.ts';
import { backupCommand, restoreCommand, verifyCommand } from './backup.ts';
import { CliError } from './cliError.ts';
import { createEmptyTown } from './createEmptyTown.ts';
import { type Cli, theTown } from './database.ts';
import { enrolDevice } from './enrolDevice.ts';
import { householdCommand } from './householdCommands.ts';
import { importRoll } from './importRoll.ts';
import { importText } from './importText.ts';
import { statsText, townStats } from './stats.ts';
import { addUser, changeUser, newPasswordFor, newPinFor, takeOffDevice } from './users.ts';
import { fingerprint, verifyListCommand, verifyRootCommand } from './verifyPaper.ts';

/** One command: what it takes is checked before the database is opened. */
export interface Command {
  /** Whether a data folder without a database may get one. */
  readonly mayCreate: boolean;
  readonly run: (cli: Cli) => Promise<void>;
}

const text = { type: 'string' } as const;
const flag = { type: 'boolean' } as const;

/** Reads a command line. @throws CliError with exit code 2 when there is no such command or its words are wrong */
export function readCommand(words: readonly string[]): Command {
  const [name = '', ...rest] = words;
  switch (name) {
    case 'stats':
      return stats(rest);
    case 'import':
      return importHouseholds(rest);
    case 'enrol':
      return enrol(rest);
    case 'create':
      return create(rest);
    case 'user':
      return user(rest);
    case 'household':
      return householdCommand(rest);
    case 'backup':
      return backup(rest);
    case 'restore':
      return restore(rest);
    case 'verify':
      return verify(rest);
    default:
      throw new CliError(
        `没有“${name}”这个命令，见 npm run town -- help`,
        `Unknown command: ${name}. See npm run town -- help`,
        2,
      );
  }
}

function stats(args: readonly string[]): Command {
  const { values } = readArgs(args, { json: flag, town: text }, 0);
  return {
    mayCreate: false,
    run: async ({ db, print }) => {
      const figures = await townStats(db, await theTown(db, values.town));
      if (values.json) print(JSON.stringify(figures, null, 2));
      else for (const line of statsText(figures)) print(line);
    },
  };
}

function importHouseholds(args: readonly string[]): Command {
  const options = { village: text, 'dry-run': flag, json: text, town: text };
  const { values, positionals } = readArgs(args, options, 2);
  const [what, given] = positionals;
  if (what !== 'households') {
    throw new CliError('能导入的只有 households（花名册）。', 'Only households can be imported.', 2);
  }
  const file = resolve(needed(given, 'FILE'));
  return {
    mayCreate: false,
    run: async ({ db, print }) => {
      const town = await theTown(db, values.town);
      const outcome = await importRoll(db, town.code, {
        bytes: await readRoll(file),
        fileName: basename(file),
        village: values.village,
        dryRun: values['dry-run'] === true,
        thisYear: Number(dayOf(Date.now()).slice(0, 4)),
      });
      for (const line of importText(outcome)) print(line);
      if (values.json !== undefined) {
        await writeReport(resolve(values.json), outcome);
        print(`完整报告：${resolve(values.json)}`);
      }
      if (outcome.notTaken.length + outcome.plan.withoutGrid.length > 0) process.exitCode = 1;
    },
  };
}

async function readRoll(file: string): Promise<Uint8Array> {
  return readFile(file).catch((error: NodeJS.ErrnoException) => {
    throw new CliError(`打不开 ${file}（${error.code}）。`, `${file} cannot be read (${error.code}).`);
  });
}

/** Names and phones of a whole village: nobody else on this machine may read it. */
async function writeReport(file: string, outcome: unknown): Promise<void> {
  await writeFile(file, `${JSON.stringify(outcome, null, 2)}\n`, { mode: 0o600 }).catch(
    (error: NodeJS.ErrnoException) => {
      throw new CliError(
        `报告写不进 ${file}（${error.code}）。`,
        `The report cannot be written to ${file} (${error.code}).`,
      );
    },
  );
}

function enrol(args: readonly string[]): Command {
  const { values } = readArgs(args, { village: text, users: text, kind: text, town: text }, 0);
  const kind = values.kind ?? 'tablet';
  if (kind !== 'tablet' && kind !== 'counter') {
    throw new CliError('--kind 只能是 tablet 或 counter。', '--kind is tablet or counter.', 2);
  }
  const users = (values.users ?? '').split(',').filter((id) => id !== '');
  return {
    mayCreate: false,
    run: async ({ db, config, print }) => {
      const town = await theTown(db, values.town);
      const made = await enrolDevice(db, town.code, { village: values.village, users, kind });
      for (const line of enrolmentLines(made, tabletOrigin(config, config.port))) print(line);
      print(`使用人 · for: ${made.people.join('、')}`);
    },
  };
}

function create(args: readonly string[]): Command {
  const { values } = readArgs(args, { code: text, name: text }, 0);
  const code = needed(values.code, '--code');
  const name = needed(values.name, '--name');
  return {
    mayCreate: true,
    run: async ({ db, print }) => {
      const from = `${dayOf(Date.now()).slice(0, 4)}-01-01`;
      const admin = await createEmptyTown(db, { code, name, from });
      print(`已建 ${code} ${name}，框架规则自 ${from} 起执行。`);
      print(`管理员 · administrator: ${admin.login}  ${admin.password}`);
      print('接着导入花名册 · next, import a roll: npm run town -- import households FILE --village XW=下湾村');
    },
  };
}

function backup(args: readonly string[]): Command {
  const { values, positionals } = readArgs(args, { town: text }, 1);
  const file = resolve(needed(positionals[0], 'FILE'));
  return {
    mayCreate: false,
    run: async (cli) => backupCommand(cli, await theTown(cli.db, values.town), file),
  };
}

function restore(args: readonly string[]): Command {
  const { values, positionals } = readArgs(args, { town: text, replace: flag }, 1);
  const file = resolve(needed(positionals[0], 'FILE'));
  return {
    // A new machine has no data folder yet.
    mayCreate: true,
    run: (cli) => restoreCommand(cli, file, { replace: values.replace === true, town: values.town }),
  };
}

function verify(args: readonly string[]): Command {
  const { values } = readArgs(args, { town: text, json: flag, root: text, publication: text }, 0);
  const root = values.root === undefined ? undefined : fingerprint('--root', values.root);
  const list = values.publication === undefined ? undefined : fingerprint('--publication', values.publication);
  return {
    mayCreate: false,
    run: async (cli) => {
      const town = await theTown(cli.db, values.town);
      if (root !== undefined) await verifyRootCommand(cli, town, root);
      if (list !== undefined) await verifyListCommand(cli, town, list, root);
      if (root === undefined && list === undefined) await verifyCommand(cli, town, values.json === true);
    },
  };
}

function user(args: readonly string[]): Command {
  const [act = '', ...rest] = args;
  switch (act) {
    case 'add':
      return userAdd(rest);
    case 'list':
      return userList(rest);
    case 'pin':
    case 'password':
      return userSecret(act, rest);
    case 'change':
      return userChange(rest);
    case 'leave':
    case 'return':
      return userStays(act === 'return', rest);
    case 'off':
      return userOff(rest);
    default:
      throw new CliError(
        'user 后面要写 add、list、change、leave、return、off、pin 或 password。',
        'user takes add, list, change, leave, return, off, pin or password.',
        2,
      );
  }
}

function userAdd(args: readonly string[]): Command {
  const options = { name: text, role: text, village: text, grid: text, login: text, town: text };
  const { values, positionals } = readArgs(args, options, 1);
  const { village, grid, login } = values;
  const id = needed(positionals[0], 'ID');
  const wanted = { id, name: needed(values.name, '--name'), role: needed(values.role, '--role'), village, grid, login };
  return {
    mayCreate: false,
    run: async ({ db, print }) => {
      const town = await theTown(db, values.town);
      printSecrets(print, wanted.name, await addUser(db, town.code, wanted));
    },
  };
}

function userList(args: readonly string[]): Command {
  const { values } = readArgs(args, { town: text }, 0);
  return {
    mayCreate: false,
    run: async ({ db, print }) => {
      const people = await listUsers(db, (await theTown(db, values.town)).code, null);
      const rows = people.map(({ id, name, role, village, signsIn, hasPin }) => [
        id,
        name,
        role,
        village ?? '',
        [signsIn ? '密码 password' : '', hasPin ? 'PIN' : ''].filter(Boolean).join(' + '),
      ]);
      for (const line of alignedLines(rows)) print(line);
    },
  };
}

const NO_CHANGE = { role: undefined, village: undefined, grids: undefined, active: undefined };

function userChange(args: readonly string[]): Command {
  const { values, positionals } = readArgs(args, { role: text, village: text, grids: text, town: text }, 1);
  const id = needed(positionals[0], 'ID');
  const { role, village } = values;
  const grids = values.grids?.split(',').filter((grid) => grid !== '' && grid !== 'all');
  return {
    mayCreate: false,
    run: async ({ db, print }) => {
      await changeUser(db, (await theTown(db, values.town)).code, id, { ...NO_CHANGE, role, village, grids });
      print(`${id} 改好了，以前记的照算。 · Changed; what was recorded before still counts.`);
    },
  };
}

function userStays(active: boolean, args: readonly string[]): Command {
  const { values, positionals } = readArgs(args, { town: text }, 1);
  const id = needed(positionals[0], 'ID');
  return {
    mayCreate: false,
    run: async ({ db, print }) => {
      await changeUser(db, (await theTown(db, values.town)).code, id, { ...NO_CHANGE, active });
      print(
        active ? `${id} 又能用了。 · Back in use.` : `${id} 已停用，以前记的照算。 · Stopped; earlier records count.`,
      );
    },
  };
}

function userOff(args: readonly string[]): Command {
  const { values, positionals } = readArgs(args, { device: text, town: text }, 1);
  const id = needed(positionals[0], 'ID');
  const device = needed(values.device, '--device');
  return {
    mayCreate: false,
    run: async ({ db, print }) => {
      await takeOffDevice(db, (await theTown(db, values.town)).code, id, device);
      print(`${id} 不在 ${device} 的名单里了，以前记的照算。 · Off the list; earlier records count.`);
    },
  };
}

function userSecret(what: 'pin' | 'password', args: readonly string[]): Command {
  const { values, positionals } = readArgs(args, { login: text, town: text }, 1);
  const id = needed(positionals[0], 'ID');
  return {
    mayCreate: false,
    run: async ({ db, print }) => {
      const { code } = await theTown(db, values.town);
      const none: UserSecrets = { login: null, password: null, pin: null };
      const secrets =
        what === 'pin'
          ? { ...none, pin: await newPinFor(db, code, id) }
          : { ...none, ...(await newPasswordFor(db, code, id, values.login)) };
      printSecrets(print, id, secrets);
    },
  };
}

function printSecrets(print: Cli['print'], name: string, { login, password, pin }: UserSecrets): void {
  print(`${name}（只显示这一次 · shown this once）`);
  if (password !== null) print(`  用户名 login: ${login}  密码 password: ${password}`);
  if (pin !== null) print(`  PIN: ${pin}`);
}
