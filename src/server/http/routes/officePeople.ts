import type { Role } from '../../../domain/role.ts';
import { okSchema } from '../../../protocol/officeParts.ts';
import { officeUsersSchema, resetPinRequestSchema, resetPinResponseSchema } from '../../../protocol/officePeople.ts';
import {
  createUserSchema,
  resetPasswordSchema,
  updateUserSchema,
  userSecretsSchema,
} from '../../../protocol/officeUsers.ts';
import { actOf, noteAct } from '../../audit/acts.ts';
import { requireSession, sessionOf } from '../../auth/session.ts';
import { listUsers, resetPin } from '../../office/people.ts';
import { createUser, resetPassword, updateUser } from '../../office/userAdmin.ts';
import type { App } from '../base-app.ts';
import { problemResponses } from '../base-problem.ts';
import type { OfficeRouteDeps } from './office.ts';

const BODY_BYTES_MAX = 4_096;
const ROLES: readonly Role[] = ['village_office', 'town_admin'];

/** People of the village or town: who they are, what they may do, their PINs and passwords. */
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
      await noteAct(db, { ...actOf(session), kind: 'pin.reset', subject: request.body.user });
      return { pin };
    },
  );

  app.post(
    '/api/office/users/create',
    {
      bodyLimit: BODY_BYTES_MAX,
      onRequest: requireSession(db, ROLES),
      schema: { body: createUserSchema, response: { 200: userSecretsSchema, ...problemResponses } },
    },
    async (request) => {
      const session = sessionOf(request);
      const { id, name, role, village } = request.body;
      const secrets = await createUser(db, session, request.body);
      await noteAct(db, { ...actOf(session), kind: 'user.created', village, subject: id, details: { name, role } });
      return secrets;
    },
  );

  app.post(
    '/api/office/users/update',
    {
      bodyLimit: BODY_BYTES_MAX,
      onRequest: requireSession(db, ROLES),
      schema: { body: updateUserSchema, response: { 200: okSchema, ...problemResponses } },
    },
    async (request) => {
      const session = sessionOf(request);
      const { user, name, role, village, grids, active } = request.body;
      await updateUser(db, session, request.body);
      const details = { name, role, grids: grids.join(' '), active };
      await noteAct(db, { ...actOf(session), kind: 'user.changed', village, subject: user, details });
      return { ok: true as const };
    },
  );

  app.post(
    '/api/office/users/reset-password',
    {
      bodyLimit: BODY_BYTES_MAX,
      onRequest: requireSession(db, ROLES),
      schema: { body: resetPasswordSchema, response: { 200: userSecretsSchema, ...problemResponses } },
    },
    async (request) => {
      const session = sessionOf(request);
      const secrets = await resetPassword(db, session, request.body.user);
      await noteAct(db, { ...actOf(session), kind: 'password.reset', subject: request.body.user });
      return secrets;
    },
  );
}
