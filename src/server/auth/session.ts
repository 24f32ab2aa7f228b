import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Kysely } from 'kysely';
import type { Actor, Role } from '../../domain/role.ts';
import type { Database } from '../db/schema.ts';
import { ProblemError } from '../http/base-problem.ts';
import { hashToken, newToken } from './token.ts';

const COOKIE = 'office_session';
const SESSION_HOURS = 12;
const HOUR_SECONDS = 3_600;

/** A person signed in to the office. */
export interface Session extends Actor {
  readonly town: string;
  readonly name: string;
  readonly expiresAt: Date;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Set by `requireSession`. */
    session: Session | null;
  }
}

/** Opens a session and gives its cookie to the browser: no script reads it, no other site sends it. */
export async function openSession(
  db: Kysely<Database>,
  request: FastifyRequest,
  reply: FastifyReply,
  user: { readonly town: string; readonly id: string },
): Promise<void> {
  const token = newToken();
  const expires = new Date(Date.now() + SESSION_HOURS * HOUR_SECONDS * 1_000);
  const { town, id: user_id } = user;
  await db.deleteFrom('sessions').where('town', '=', town).where('expires_at', '<', new Date()).execute();
  await db
    .insertInto('sessions')
    .values({ town, token_hash: hashToken(token), user_id, expires_at: expires })
    .execute();
  reply.setCookie(COOKIE, token, {
    path: '/api',
    httpOnly: true,
    sameSite: 'strict',
    secure: request.protocol === 'https',
    // A span and no instant: the clock of an office's PC may be wrong by months, and the person is signed in all the same (SY-7).
    maxAge: SESSION_HOURS * HOUR_SECONDS,
  });
}

/** Ends the request's session, if it has one, on both sides. */
export async function closeSession(db: Kysely<Database>, request: FastifyRequest, reply: FastifyReply): Promise<void> {
  const token = request.cookies[COOKIE];
  if (token !== undefined) await db.deleteFrom('sessions').where('token_hash', '=', hashToken(token)).execute();
  reply.clearCookie(COOKIE, { path: '/api' });
}

/** Ends what else is open in a person's name; the request's own session goes on. */
export async function endOtherSessions(db: Kysely<Database>, request: FastifyRequest, session: Session): Promise<void> {
  await db
    .deleteFrom('sessions')
    .where('town', '=', session.town)
    .where('user_id', '=', session.id)
    .where('token_hash', '!=', hashToken(request.cookies[COOKIE] ?? ''))
    .execute();
}

/** The session of a request; undefined without one, after its end, or when the person was switched off meanwhile. */
async function findSession(db: Kysely<Database>, request: FastifyRequest): Promise<Session | undefined> {
  const token = request.cookies[COOKIE];
  if (token === undefined) return undefined;
  const row = await db
    .selectFrom('sessions as s')
    .innerJoin('users as u', (join) => join.onRef('u.town', '=', 's.town').onRef('u.id', '=', 's.user_id'))
    .select(['u.town', 'u.id', 'u.name', 'u.role', 'u.village', 'u.grids', 's.expires_at'])
    .where('s.town', 'in', (towns) => towns.selectFrom('towns').select('town'))
    .where('s.token_hash', '=', hashToken(token))
    .where('s.expires_at', '>', new Date())
    .where('u.active', '=', true)
    .executeTakeFirst();
  if (!row) return undefined;
  const { expires_at, ...person } = row;
  return { ...person, expiresAt: expires_at };
}

/**
 * A preHandler that lets in people of these roles and puts who they are into `request.session`.
 * @throws ProblemError `cross-origin`, `not-signed-in`, `forbidden`
 */
export function requireSession(db: Kysely<Database>, roles: readonly Role[]) {
  return async (request: FastifyRequest): Promise<void> => {
    checkOrigin(request);
    const session = await findSession(db, request);
    if (session === undefined) throw new ProblemError('not-signed-in');
    if (!roles.includes(session.role)) throw new ProblemError('forbidden');
    request.session = session;
  };
}

/** Who is signed in; only behind `requireSession`. */
export function sessionOf(request: FastifyRequest): Session {
  if (request.session === null) throw new ProblemError('not-signed-in');
  return request.session;
}

/**
 * Requests that change something must come from a page of this server. Browsers say where they come from; a request
 * that says nothing is refused, because the cookie alone is no proof of intent.
 * @throws ProblemError `cross-origin`
 */
export function checkOrigin(request: FastifyRequest): void {
  if (request.method === 'GET' || request.method === 'HEAD') return;
  const { origin } = request.headers;
  const own = hostOf(`${request.protocol}://${request.host}`);
  // The scheme may differ behind a proxy that ends TLS without saying so; the host may not.
  if (origin === undefined || own === null || hostOf(origin) !== own) throw new ProblemError('cross-origin');
}

function hostOf(url: string): string | null {
  return URL.canParse(url) ? new URL(url).host : null;
}

/**
 * The village a person's reading is limited to, given the one they ask for; null for all of the town.
 * @throws ProblemError `forbidden` for another village than their own
 */
export function villageInScope(session: Session, asked: string | null): string | null {
  if (session.village === null) return asked;
  if (asked !== null && asked !== session.village) throw new ProblemError('forbidden');
  return session.village;
}
