import { mayRecord, type Role } from '../../../domain/role.ts';
import {
  nextCodeAnswerSchema,
  nextCodeSchema,
  registerOneSchema,
  registerPageSchema,
  registerSearchSchema,
} from '../../../protocol/officeRegister.ts';
import { OFFICE_ROLES } from '../../../protocol/officeSession.ts';
import { requireSession, sessionOf, villageInScope } from '../../auth/session.ts';
import { registerHousehold } from '../../register/household.ts';
import { nextCode, searchRegister } from '../../register/searchRegister.ts';
import type { App } from '../base-app.ts';
import { problemResponses } from '../base-problem.ts';
import type { OfficeRouteDeps } from './office.ts';

const BODY_BYTES_MAX = 4_096;
const REGISTERING: readonly Role[] = ['village_office', 'town_admin'];

/** The household register. What a person looks for is a name, so it is in the body. */
export function registerOfficeRegisterRoutes(app: App, { db }: OfficeRouteDeps): void {
  app.post(
    '/api/office/households/search',
    {
      bodyLimit: BODY_BYTES_MAX,
      onRequest: requireSession(db, OFFICE_ROLES),
      schema: { body: registerSearchSchema, response: { 200: registerPageSchema, ...problemResponses } },
    },
    async (request) => {
      const session = sessionOf(request);
      return searchRegister(db, session.town, {
        ...request.body,
        village: villageInScope(session, request.body.village),
      });
    },
  );

  app.post(
    '/api/office/households/one',
    { bodyLimit: BODY_BYTES_MAX, onRequest: requireSession(db, OFFICE_ROLES), schema: { body: registerOneSchema } },
    async (request) => {
      const { town, role, ...session } = sessionOf(request);
      const village = villageInScope({ town, role, ...session }, null);
      const edits = mayRecord(role, 'office', 'household.edit');
      return registerHousehold(db, { town, village, edits }, request.body.household);
    },
  );

  app.post(
    '/api/office/households/next-code',
    {
      bodyLimit: BODY_BYTES_MAX,
      onRequest: requireSession(db, REGISTERING),
      schema: { body: nextCodeSchema, response: { 200: nextCodeAnswerSchema, ...problemResponses } },
    },
    async (request) => {
      const session = sessionOf(request);
      const { village } = request.body;
      villageInScope(session, village);
      return { code: await nextCode(db, session.town, village) };
    },
  );
}
