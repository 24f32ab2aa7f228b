import type { FastifyRequest } from 'fastify';
import type { Kysely } from 'kysely';
import { isGoodPassword } from '../../protocol/ownPassword.ts';
import { actOf, noteAct } from '../audit/acts.ts';
import type { Database } from '../db/schema.ts';
import { ProblemError } from '../http/base-problem.ts';
import { hashPassword, verifyPassword } from './password.ts';
import { endOtherSessions, type Session } from './session.ts';

/**
 * A person's own new password: the old one is asked for again, and whoever else is signed in with it is signed out.
 * @throws ProblemError `sign-in-failed` for another old password, `invalid` for one that breaks the rules
 */
export async function changeOwnPassword(
  db: Kysely<Database>,
  request: FastifyRequest,
  session: Session,
  given: { readonly old: string; readonly password: string },
): Promise<void> {
  const { town, id } = session;
  const user = await db
    .selectFrom('users')
    .select(['login', 'password_hash'])
    .where('town', '=', town)
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  if (!(await verifyPassword(user.password_hash, given.old))) throw new ProblemError('sign-in-failed');
  if (!isGoodPassword(given.password, { old: given.old, login: user.login ?? '' })) throw new ProblemError('invalid');
  const password_hash = await hashPassword(given.password);
  await db.transaction().execute(async (trx) => {
    await trx.updateTable('users').set({ password_hash }).where('town', '=', town).where('id', '=', id).execute();
    await endOtherSessions(trx, request, session);
    await noteAct(trx, { ...actOf(session), kind: 'password.changed', subject: id });
  });
}
