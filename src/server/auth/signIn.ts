import type { FastifyRequest } from 'fastify';
import type { Kysely } from 'kysely';
import { OFFICE_ROLES } from '../../protocol/officeSession.ts';
import { actOf, noteAct } from '../audit/acts.ts';
import type { Database } from '../db/schema.ts';
import type { App } from '../http/base-app.ts';
import { ProblemError } from '../http/base-problem.ts';
import { verifyPassword } from './password.ts';

const WINDOW_MS = 15 * 60_000;
/** A village office shares one address; one person mistyping must not lock out the others. */
const TRIES_PER_ADDRESS_MAX = 60;
const TRIES_PER_LOGIN_MAX = 10;

/**
 * Checks a login and password. A login nobody has costs as much time as a wrong password.
 * @throws ProblemError `sign-in-failed`, or `forbidden` for people who have no business in the office
 */
export async function signIn(
  db: Kysely<Database>,
  given: { readonly login: string; readonly password: string },
): Promise<{ town: string; id: string; village: string | null }> {
  const user = await db
    .selectFrom('users')
    .select(['town', 'id', 'role', 'village', 'password_hash'])
    .where('town', 'in', (towns) => towns.selectFrom('towns').select('town'))
    .where('login', '=', given.login)
    .where('active', '=', true)
    .executeTakeFirst();
  const right = await verifyPassword(user?.password_hash ?? null, given.password);
  const inOffice = user !== undefined && (OFFICE_ROLES as readonly string[]).includes(user.role);
  if (!user || !right || !inOffice) await noteFailed(db, user);
  if (!user || !right) throw new ProblemError('sign-in-failed');
  if (!inOffice) throw new ProblemError('forbidden');
  const { town, id, village } = user;
  await noteAct(db, { ...actOf(user), kind: 'sign-in' });
  return { town, id, village };
}

/** Of a login that nobody has only the fact is kept: it may be a password typed into the wrong field. */
async function noteFailed(
  db: Kysely<Database>,
  user: { readonly town: string; readonly id: string; readonly village: string | null } | undefined,
): Promise<void> {
  const kind = 'sign-in.failed';
  if (user) {
    await noteAct(db, { town: user.town, kind, by: null, village: user.village, subject: user.id });
    return;
  }
  const towns = await db.selectFrom('towns').select('town').execute();
  for (const { town } of towns) await noteAct(db, { town, kind, by: null, village: null });
}

/** Limits tries per address and per login. The returned function gives the seconds to wait; 0 when the try may go on. */
export function signInLimiter(app: App): (request: FastifyRequest) => Promise<number> {
  const perAddress = app.createRateLimit({
    max: TRIES_PER_ADDRESS_MAX,
    timeWindow: WINDOW_MS,
    keyGenerator: (request) => `address ${request.ip}`,
  });
  const perLogin = app.createRateLimit({
    max: TRIES_PER_LOGIN_MAX,
    timeWindow: WINDOW_MS,
    keyGenerator: (request) => `login ${loginOf(request)}`,
  });
  return async (request) => {
    for (const limit of [await perAddress(request), await perLogin(request)]) {
      if (!limit.isAllowed && limit.isExceeded) return Math.max(1, limit.ttlInSeconds);
    }
    return 0;
  };
}

function loginOf(request: FastifyRequest): string {
  return String((request.body as { login?: unknown } | undefined)?.login ?? '').toLowerCase();
}
