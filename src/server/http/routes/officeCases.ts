import { caseSearchSchema, officeCasesSchema } from '../../../protocol/officeCases.ts';
import {
  alikeRequestSchema,
  alikeSchema,
  foreseenAllSchema,
  foreseeRequestSchema,
} from '../../../protocol/officeCaseWork.ts';
import { OFFICE_ROLES } from '../../../protocol/officeSession.ts';
import { requireSession, sessionOf, villageInScope } from '../../auth/session.ts';
import { alikeCases } from '../../office/caseAlike.ts';
import { foreseeCases } from '../../office/caseForesight.ts';
import { listCases } from '../../office/caseList.ts';
import type { App } from '../base-app.ts';
import { problemResponses } from '../base-problem.ts';
import type { OfficeRouteDeps } from './office.ts';

const BODY_BYTES_MAX = 8_192;
/** As many decisions as are looked at at once, each with a reason of its own. */
const DECISIONS_BYTES_MAX = 262_144;

/** Cases as the office reads them, and what decisions about them would do. Deciding is an op (SY-1). */
export function registerOfficeCaseRoutes(app: App, { db }: OfficeRouteDeps): void {
  app.post(
    '/api/office/cases/search',
    {
      bodyLimit: BODY_BYTES_MAX,
      onRequest: requireSession(db, OFFICE_ROLES),
      schema: { body: caseSearchSchema, response: { 200: officeCasesSchema, ...problemResponses } },
    },
    async (request) => {
      const session = sessionOf(request);
      const village = villageInScope(session, request.body.village);
      return listCases(db, session.town, { ...request.body, village });
    },
  );

  app.post(
    '/api/office/cases/alike',
    {
      bodyLimit: BODY_BYTES_MAX,
      onRequest: requireSession(db, OFFICE_ROLES),
      schema: { body: alikeRequestSchema, response: { 200: alikeSchema, ...problemResponses } },
    },
    async (request) => {
      const session = sessionOf(request);
      const village = villageInScope(session, request.body.village);
      return alikeCases(db, session.town, { ...request.body, village });
    },
  );

  app.post(
    '/api/office/cases/foresee',
    {
      bodyLimit: DECISIONS_BYTES_MAX,
      onRequest: requireSession(db, OFFICE_ROLES),
      schema: { body: foreseeRequestSchema, response: { 200: foreseenAllSchema, ...problemResponses } },
    },
    async (request) => foreseeCases(db, sessionOf(request), request.body.decisions, Date.now()),
  );
}
