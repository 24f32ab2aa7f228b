/** `npm run town -- household …`: the words of its commands. */
import { needed, readArgs } from './args.ts';
import { CliError } from './cliError.ts';
import type { Command } from './commands.ts';
import { type Cli, theTown } from './database.ts';
import { closeHousehold, mergeHouseholds, moveHousehold, splitHousehold } from './households.ts';

const text = { type: 'string' } as const;
const POINTS = /^\d{1,7}$/;

/** Reads the words behind `household`. @throws CliError with exit code 2 */
export function householdCommand(args: readonly string[]): Command {
  const [act = '', ...rest] = args;
  switch (act) {
    case 'merge':
      return merge(rest);
    case 'split':
      return split(rest);
    case 'move':
      return move(rest);
    case 'close':
      return close(rest);
    default:
      throw new CliError(
        'household 后面要写 merge、split、move 或 close。',
        'household takes merge, split, move or close.',
        2,
      );
  }
}

function printed(town: string | undefined, act: (cli: Cli, town: string) => Promise<readonly string[]>): Command {
  return {
    mayCreate: false,
    run: async (cli) => {
      const { code } = await theTown(cli.db, town);
      for (const line of await act(cli, code)) cli.print(line);
    },
  };
}

function merge(args: readonly string[]): Command {
  const { values, positionals } = readArgs(args, { reason: text, town: text }, 2);
  const wanted = {
    household: needed(positionals[0], 'HOUSEHOLD'),
    into: needed(positionals[1], 'INTO'),
    reason: needed(values.reason, '--reason'),
  };
  return printed(values.town, ({ db }, town) => mergeHouseholds(db, town, wanted));
}

function split(args: readonly string[]): Command {
  const options = { head: text, members: text, phone: text, door: text, points: text, reason: text, town: text };
  const { values, positionals } = readArgs(args, options, 2);
  const points = values.points ?? '0';
  if (!POINTS.test(points)) throw new CliError('--points 要写整数。', '--points is a whole number.', 2);
  const wanted = {
    household: needed(positionals[0], 'HOUSEHOLD'),
    to: needed(positionals[1], 'NEW'),
    head: needed(values.head, '--head'),
    members: needed(values.members, '--members')
      .split(/[,，、]/)
      .filter((one) => one !== ''),
    phone: values.phone ?? '',
    doorPlate: values.door,
    points: Number(points),
    reason: needed(values.reason, '--reason'),
  };
  return printed(values.town, ({ db }, town) => splitHousehold(db, town, wanted));
}

function move(args: readonly string[]): Command {
  const options = { village: text, grid: text, natural: text, door: text, reason: text, town: text };
  const { values, positionals } = readArgs(args, options, 1);
  const wanted = {
    household: needed(positionals[0], 'HOUSEHOLD'),
    village: values.village,
    grid: needed(values.grid, '--grid'),
    naturalVillage: values.natural,
    doorPlate: values.door,
    reason: needed(values.reason, '--reason'),
  };
  return printed(values.town, ({ db }, town) => moveHousehold(db, town, wanted));
}

function close(args: readonly string[]): Command {
  const { values, positionals } = readArgs(args, { reason: text, town: text }, 1);
  const wanted = {
    household: needed(positionals[0], 'HOUSEHOLD'),
    reason: needed(values.reason, '--reason'),
  };
  return printed(values.town, ({ db }, town) => closeHousehold(db, town, wanted));
}
