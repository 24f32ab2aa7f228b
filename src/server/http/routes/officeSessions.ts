import {
  minutesSchema,
  sessionReadSchema,
  sessionSearchSchema,
  sessionSheetSchema,
  sessionsSchema,
} from '../../../protocol/officeReview.ts';
import { OFFICE_ROLES } from '../../../protocol/officeSession.ts';
import { actOf, noteAct } from '../../audit/acts.ts';
import { requireSession, sessionOf, villageInScope } from '../../auth/session.ts';
import { minuteSheet } from '../../office/minuteSheet.ts';
import { listSessions, readMinutes } from '../../office/sessions.ts';
import type { App } from '../base-app.ts';
import { problemResponses } from '../base-problem.ts';
import type { OfficeRouteDeps } from './office.ts';

const BODY_BYTES_MAX = 4_096;
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** Sessions of the committee and their minutes, also as an Excel file. */
export function registerOfficeSessionRoutes(app: App, { db }: OfficeRouteDeps): void {
  const onRequest = requireSession(db, OFFICE_ROLES);
  app.post(
    '/api/office/sessions/search',
    {
      bodyLimit: BODY_BYTES_MAX,
      onRequest,
      schema: { body: sessionSearchSchema, response: { 200: sessionsSchema, ...problemResponses } },
    },
    async (request) => {
      const session = sessionOf(request);
      const village = villageInScope(session, request.body.village);
      return listSessions(db, session.town, { ...request.body, village });
    },
  );

  app.post(
    '/api/office/sessions/minutes',
    {
      bodyLimit: BODY_BYTES_MAX,
      onRequest,
      schema: { body: sessionReadSchema, response: { 200: minutesSchema, ...problemResponses } },
    },
    async (request) => {
      const session = sessionOf(request);
      return readMinutes(db, session.town, villageInScope(session, null), request.body.session);
    },
  );

  app.post(
    '/api/office/sessions/minutes.xlsx',
    { bodyLimit: BODY_BYTES_MAX, onRequest, schema: { body: sessionSheetSchema } },
    async (request, reply) => {
      const session = sessionOf(request);
      const { body } = request;
      const [minutes, town] = await Promise.all([
        readMinutes(db, session.town, villageInScope(session, null), body.session),
        db
          .selectFrom('towns')
          .select('zone_offset_minutes as zoneOffsetMinutes')
          .where('town', '=', session.town)
          .executeTakeFirstOrThrow(),
      ]);
      await noteAct(db, {
        ...actOf(session),
        kind: 'file.exported',
        village: minutes.session.village,
        details: { what: 'minutes', session: body.session },
      });
      return reply.type(XLSX).send(minuteSheet(minutes, body.language, town));
    },
  );
}
