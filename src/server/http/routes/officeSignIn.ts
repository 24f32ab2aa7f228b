import { okSchema } from '../../../protocol/officeParts.ts';
import { OFFICE_ROLES, officeMeSchema, signInRequestSchema } from '../../../protocol/officeSession.ts';
import { ownPasswordSchema } from '../../../protocol/ownPassword.ts';
import { problem } from '../../../protocol/problem.ts';
import { changeOwnPassword } from '../../auth/ownPassword.ts';
import { checkOrigin, closeSession, openSession, requireSession, sessionOf } from '../../auth/session.ts';
import { signIn, signInLimiter } from '../../auth/signIn.ts';
import { describeSession } from '../../office/me.ts';
import type { App } from '../base-app.ts';
import { problemResponses, sendProblem } from '../base-problem.ts';
import type { OfficeRouteDeps } from './office.ts';

const BODY_BYTES_MAX = 4_096;
/** An open page must not be a place to try passwords. */
const OWN_TRIES_MAX = 10;
const OWN_WINDOW_MS = 15 * 60_000;

/** Signing in and out of the office, and who is signed in. */
export function registerOfficeSignInRoutes(app: App, { db }: OfficeRouteDeps): void {
  const secondsToWait = signInLimiter(app);

  app.post(
    '/api/office/sign-in',
    {
      bodyLimit: BODY_BYTES_MAX,
      onRequest: async (request) => checkOrigin(request),
      schema: { body: signInRequestSchema, response: { 200: okSchema, ...problemResponses } },
    },
    async (request, reply) => {
      const seconds = await secondsToWait(request);
      if (seconds > 0) {
        reply.header('retry-after', String(seconds));
        return sendProblem(reply, problem('rate-limited'));
      }
      await openSession(db, request, reply, await signIn(db, request.body));
      return { ok: true as const };
    },
  );

  app.post(
    '/api/office/sign-out',
    {
      bodyLimit: BODY_BYTES_MAX,
      onRequest: async (request) => checkOrigin(request),
      schema: { response: { 200: okSchema, ...problemResponses } },
    },
    async (request, reply) => {
      await closeSession(db, request, reply);
      return { ok: true as const };
    },
  );

  const ownTries = app.createRateLimit({
    max: OWN_TRIES_MAX,
    timeWindow: OWN_WINDOW_MS,
    keyGenerator: (request) => `own password ${sessionOf(request).town} ${sessionOf(request).id}`,
  });
  app.post(
    '/api/office/password',
    {
      bodyLimit: BODY_BYTES_MAX,
      onRequest: requireSession(db, OFFICE_ROLES),
      schema: { body: ownPasswordSchema, response: { 200: okSchema, ...problemResponses } },
    },
    async (request, reply) => {
      const limit = await ownTries(request);
      if (!limit.isAllowed && limit.isExceeded) {
        reply.header('retry-after', String(Math.max(1, limit.ttlInSeconds)));
        return sendProblem(reply, problem('rate-limited'));
      }
      await changeOwnPassword(db, request, sessionOf(request), request.body);
      return { ok: true as const };
    },
  );

  app.get(
    '/api/office/me',
    {
      onRequest: requireSession(db, OFFICE_ROLES),
      schema: { response: { 200: officeMeSchema, ...problemResponses } },
    },
    async (request) => {
      return describeSession(db, sessionOf(request));
    },
  );
}
