import { type ParseArgsConfig, parseArgs } from 'node:util';
import { CliError } from './cliError.ts';

type Options = NonNullable<ParseArgsConfig['options']>;

/**
 * Reads the words after a command.
 * @param positionals how many words without a dash the command takes
 * @throws CliError (exit code 2) that names the word in the way
 */
export function readArgs<T extends Options>(args: readonly string[], options: T, positionals: number) {
  try {
    const parsed = parseArgs({ args: [...args], options, strict: true, allowPositionals: true });
    const extra = parsed.positionals[positionals];
    if (extra !== undefined) throw new CliError(`多了“${extra}”。`, `One word too many: ${extra}.`, 2);
    return parsed;
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new CliError('参数写得不对，见 npm run town -- help', error.message, 2);
  }
}

/** A word that the command cannot do without. */
export function needed(value: string | undefined, what: string): string {
  if (value !== undefined && value !== '') return value;
  throw new CliError(`少了 ${what}，见 npm run town -- help`, `${what} is missing; see npm run town -- help`, 2);
}
