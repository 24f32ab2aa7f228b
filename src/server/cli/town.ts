/** The command line of the office's own machine: `npm run town -- help`. */
import { BackupError } from '../backup/backupError.ts';
import { RollReadError } from '../rolls/table.ts';
import { StartError } from '../start-error.ts';
import { CliError } from './cliError.ts';
import { readCommand } from './commands.ts';
import { withDatabase } from './database.ts';
import { HELP } from './help.ts';

async function main(words: readonly string[]): Promise<void> {
  if (words.length === 0 || ['help', '--help', '-h'].includes(words[0] ?? '')) {
    process.stdout.write(`${HELP}\n`);
    return;
  }
  const command = readCommand(words);
  await withDatabase(command.mayCreate, command.run);
}

/** What the person can put right is said without a stack; anything else is our fault and shows where. */
function fail(error: unknown): void {
  process.exitCode = 1;
  if (error instanceof CliError || error instanceof StartError || error instanceof BackupError) {
    process.stderr.write(`${error.zh}\n${error.en}\n`);
    if (error instanceof CliError) process.exitCode = error.exitCode;
  } else if (error instanceof RollReadError) {
    process.stderr.write(`${error.message}\nThe file cannot be read as a roll (${error.code}).\n`);
  } else {
    console.error(error);
  }
}

// Who reads may stop early (`town stats | head`). The work goes on and ends as it would have, only nobody reads of it any more.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') fail(error);
});

main(process.argv.slice(2)).catch(fail);
