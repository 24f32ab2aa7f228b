import type { Kysely } from 'kysely';
import { DEFAULT_POLICY } from '../../domain/policy.ts';
import { parseRuleRow } from '../../domain/ruleText.ts';
import { newPassword } from '../auth/newPassword.ts';
import { hashPassword } from '../auth/password.ts';
import type { Database } from '../db/schema.ts';
import { readFrameworkRules } from '../demo/seedTables.ts';
import { withSetupLock } from '../demo/setupLock.ts';
import { recordAsConsole } from '../ingest/console.ts';
import { createTown } from '../ingest/createTown.ts';
import { CliError } from './cliError.ts';

const CODE = /^[A-Z][A-Z0-9]{1,5}$/;
const NAME_CHARS_MAX = 40;
const ADMIN = { id: 'ADMIN', login: 'admin' } as const;

export interface NewTown {
  readonly code: string;
  readonly name: string;
  /** First day of the framework rules. */
  readonly from: string;
}

/**
 * Makes a town in a database without one: its administrator, and the framework rules and default policy to start from.
 * @returns the administrator's sign-in
 */
export async function createEmptyTown(
  db: Kysely<Database>,
  { code, name, from }: NewTown,
): Promise<{ login: string; password: string }> {
  if (!CODE.test(code)) {
    throw new CliError(
      `镇的代码“${code}”不行：要 2 到 6 个大写字母或数字，字母开头，例如 CC。`,
      `The code ${code} will not do: 2 to 6 capitals or digits, a letter first, such as CC.`,
      2,
    );
  }
  if (name.trim() === '' || name.length > NAME_CHARS_MAX) {
    throw new CliError('镇的名称要 1 到 40 个字。', 'The name of the town takes 1 to 40 characters.', 2);
  }
  return withSetupLock(db, async () => {
    const existing = await db.selectFrom('towns').select(['town', 'name']).executeTakeFirst();
    if (existing && (existing.town !== code || (await begun(db, code)))) {
      throw new CliError(
        `数据库里已经有 ${existing.town} ${existing.name}，一个数据库只建一个镇。`,
        `The database has ${existing.town} ${existing.name} already; one database is for one town.`,
      );
    }
    const password = newPassword();
    const password_hash = await hashPassword(password);
    const rules = (await readFrameworkRules()).map(parseRuleRow);
    if (existing === undefined) await createWithAdmin(db, code, name.trim(), password_hash);
    else
      await db
        .updateTable('users')
        .set({ password_hash })
        .where('town', '=', code)
        .where('id', '=', ADMIN.id)
        .execute();
    await recordAsConsole(db, code, [
      { kind: 'rules.publish', body: { village: null, version: 1, effectiveFrom: from, rules } },
      { kind: 'policy.publish', body: { village: null, policy: DEFAULT_POLICY } },
    ]);
    return { login: ADMIN.login, password };
  });
}

/** Rules and policy are one batch: a town without any op was interrupted before it was ready, and nobody saw its password. */
async function begun(db: Kysely<Database>, town: string): Promise<boolean> {
  const op = await db.selectFrom('ops').select('seq').where('town', '=', town).limit(1).executeTakeFirst();
  return op !== undefined;
}

async function createWithAdmin(db: Kysely<Database>, town: string, name: string, password_hash: string): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await createTown(trx, town, name);
    await trx
      .insertInto('users')
      .values({
        town,
        ...ADMIN,
        name: '镇管理员',
        role: 'town_admin',
        village: null,
        grids: [],
        home_grid: null,
        password_hash,
        pin_hash: null,
      })
      .execute();
  });
}
