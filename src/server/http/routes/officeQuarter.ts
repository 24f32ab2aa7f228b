import {
  quarterPageSchema,
  quarterPaperRequestSchema,
  quarterPaperSchema,
  quarterRequestSchema,
  quarterResponseSchema,
  quarterSearchSchema,
  quarterSheetRequestSchema,
  settlePreviewRequestSchema,
  settlePreviewSchema,
} from '../../../protocol/officeQuarter.ts';
import { OFFICE_ROLES } from '../../../protocol/officeSession.ts';
import { actOf, noteAct } from '../../audit/acts.ts';
import { requireSession, sessionOf, villageInScope } from '../../auth/session.ts';
import { officeQuarter, quarterHouseholds, quarterPaper } from '../../office/quarter/quarter.ts';
import { searchQuarter } from '../../office/quarter/quarterSearch.ts';
import { quarterSheets } from '../../office/quarter/quarterSheets.ts';
import { settlePreview } from '../../office/quarter/settlePreview.ts';
import { writeBook } from '../../sheets/book.ts';
import type { App } from '../base-app.ts';
import { problemResponses } from '../base-problem.ts';
import type { OfficeRouteDeps } from './office.ts';

const BODY_BYTES_MAX = 1_024;
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** The quarterly redemption (一季一兑换). */
export function registerOfficeQuarterRoutes(app: App, { db }: OfficeRouteDeps): void {
  const onRequest = requireSession(db, OFFICE_ROLES);
  app.post(
    '/api/office/quarter',
    {
      bodyLimit: BODY_BYTES_MAX,
      onRequest,
      schema: { body: quarterRequestSchema, response: { 200: quarterResponseSchema, ...problemResponses } },
    },
    async (request) => {
      const session = sessionOf(request);
      const village = villageInScope(session, request.body.village);
      return officeQuarter(db, session.town, { ...request.body, village }, Date.now());
    },
  );

  app.post(
    '/api/office/quarter/households',
    {
      bodyLimit: BODY_BYTES_MAX,
      onRequest,
      schema: { body: quarterSearchSchema, response: { 200: quarterPageSchema, ...problemResponses } },
    },
    async (request) => {
      const session = sessionOf(request);
      const village = villageInScope(session, request.body.village);
      return searchQuarter(db, session.town, { ...request.body, village });
    },
  );

  app.post(
    '/api/office/quarter/paper',
    {
      bodyLimit: BODY_BYTES_MAX,
      onRequest,
      schema: { body: quarterPaperRequestSchema, response: { 200: quarterPaperSchema, ...problemResponses } },
    },
    async (request) => {
      const session = sessionOf(request);
      villageInScope(session, request.body.village);
      return quarterPaper(db, session.town, request.body, Date.now());
    },
  );

  app.post(
    '/api/office/quarter/settle-preview',
    {
      bodyLimit: BODY_BYTES_MAX,
      onRequest,
      schema: { body: settlePreviewRequestSchema, response: { 200: settlePreviewSchema, ...problemResponses } },
    },
    async (request) => {
      const session = sessionOf(request);
      villageInScope(session, request.body.village);
      return settlePreview(db, session.town, request.body, Date.now());
    },
  );

  app.post(
    '/api/office/quarter.xlsx',
    { bodyLimit: BODY_BYTES_MAX, onRequest, schema: { body: quarterSheetRequestSchema } },
    async (request, reply) => {
      const session = sessionOf(request);
      const { language, quarter } = request.body;
      const village = villageInScope(session, request.body.village);
      const [answer, households] = await Promise.all([
        officeQuarter(db, session.town, { village, quarter }, Date.now()),
        quarterHouseholds(db, session.town, { village, quarter, codes: null }),
      ]);
      const details = { what: 'quarter', quarter };
      await noteAct(db, { ...actOf(session), kind: 'file.exported', village, details });
      return reply.type(XLSX).send(Buffer.from(await writeBook(quarterSheets(answer, households, language))));
    },
  );
}
