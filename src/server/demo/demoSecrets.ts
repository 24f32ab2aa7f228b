/**
 * Passwords and PINs of the demo town. They are random for every new demo town; the database keeps their hashes, and the
 * clear text stands in one file of the data folder, so that each start can show them.
 */
import { open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { newPassword } from '../auth/newPassword.ts';
import { newPin } from '../auth/password.ts';
import type { DemoPerson } from './demoPeople.ts';

const secretsSchema = z.object({
  note: z.string(),
  /** By user id: a password for those who sign in, else a PIN. */
  secrets: z.record(z.string(), z.string()),
});

/** Clear-text secret by user id. */
export type DemoSecrets = Readonly<Record<string, string>>;

/** New secrets for these people; no two people get the same PIN. */
export function newDemoSecrets(people: readonly DemoPerson[]): DemoSecrets {
  const secrets: Record<string, string> = {};
  const given = new Set<string>();
  for (const { id, login } of people) {
    let secret = '';
    while (secret === '' || given.has(secret)) secret = login === null ? newPin() : newPassword();
    given.add(secret);
    secrets[id] = secret;
  }
  return secrets;
}

/** Writes the file, readable by the server's user alone, so that it is whole whatever happens meanwhile. */
export async function writeDemoSecrets(dataDir: string, secrets: DemoSecrets): Promise<void> {
  const file = secretsFile(dataDir);
  const part = `${file}.part`;
  const handle = await open(part, 'w', 0o600);
  try {
    await handle.chmod(0o600);
    const note = '示范账号的密码和 PIN；正式使用请用 --empty 另建。Sign-ins of the demo town.';
    await handle.writeFile(`${JSON.stringify({ note, secrets }, null, 2)}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(part, file);
}

/** The secrets that were written, none when the file is not there or is not ours. */
export async function readDemoSecrets(dataDir: string): Promise<DemoSecrets> {
  const text = await readFile(secretsFile(dataDir), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
  const parsed = secretsSchema.safeParse(jsonOf(text));
  return parsed.success ? parsed.data.secrets : {};
}

function secretsFile(dataDir: string): string {
  return join(dataDir, 'demo-sign-ins.json');
}

/** Somebody may have edited the file; then there is nothing to show, which is no reason not to start. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
