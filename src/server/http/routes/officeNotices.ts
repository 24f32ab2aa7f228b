import { noticesRequestSchema, noticesResponseSchema } from '../../../protocol/officeNotices.ts';
import { OFFICE_ROLES } from '../../../protocol/officeSession.ts';
import { requireSession, sessionOf, villageInScope } from '../../auth/session.ts';
import { listNotices } from '../../office/notices.ts';
import type { App } from '../base-app.ts';
import { problemResponses } from '../base-problem.ts';
import type { OfficeRouteDeps } from './office.ts';

const BODY_BYTES_MAX = 4_096;

/** Notices as the office has them; it writes them by ops (SY-1). */
export function registerOfficeNoticeRoutes(app: App, { db }: OfficeRouteDeps): void {
  app.post(
    '/api/office/notices/search',
    {
      bodyLimit: BODY_BYTES_MAX,
      onRequest: requireSession(db, OFFICE_ROLES),
      schema: { body: noticesRequestSchema, response: { 200: noticesResponseSchema, ...problemResponses } },
    },
    async (request) => {
      const session = sessionOf(request);
      const village = villageInScope(session, null);
      return listNotices(db, session.town, { ...request.body, village }, Date.now());
    },
  );
}
