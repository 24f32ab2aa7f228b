import type { Role } from '../../../domain/role.ts';
import { officeUsersSchema, resetPinRequestSchema, resetPinResponseSchema } from '../../../protocol/office.ts';
import { requireSession, sessionOf } from '../../auth/session.ts';
import { listUsers, resetPin } from '../../office/people.ts';
import type { App } from '../base-app.ts';
import { problemResponses } from '../base-problem.ts';
import type { OfficeRouteDeps } from './office.ts';

const BODY_BYTES_MAX = 4_096;
const ROLES: readonly Role[] = ['village_office', 'town_admin'];

/** People of the village or town, and their PINs. */
export function registerOfficePeopleRoutes(app: App, { db }: OfficeRouteDeps): void {
  app.get(
    '/api/office/users',
    {
      onRequest: requireSession(db, ROLES),
      schema: { response: { 200: officeUsersSchema, ...problemResponses } },
    },
    async (request) => {
      const session = sessionOf(request);
      return { users: await listUsers(db, session.town, session.village) };
    },
  );

  app.post(
    '/api/office/users/reset-pin',
    {
      bodyLimit: BODY_BYTES_MAX,
      onRequest: requireSession(db, ROLES),
      schema: { body: resetPinRequestSchema, response: { 200: resetPinResponseSchema, ...problemResponses } },
    },
    async (request) => {
      const session = sessionOf(request);
      const pin = await resetPin(db, session.town, session.village, request.body.user);
      request.log.warn({ by: session.id, user: request.body.user }, 'a start PIN was given');
      return { pin };
    },
  );
}
