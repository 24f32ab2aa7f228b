import { OFFICE_ROLES } from '../../../protocol/officeSession.ts';
import {
  statisticsRequestSchema,
  statisticsResponseSchema,
  statisticsSheetRequestSchema,
  UNVISITED_SHEET_ROWS,
  unvisitedRequestSchema,
  unvisitedResponseSchema,
  workResponseSchema,
} from '../../../protocol/officeStatistics.ts';
import { actOf, noteAct } from '../../audit/acts.ts';
import { requireSession, sessionOf, villageInScope } from '../../auth/session.ts';
import { DeedBook } from '../../office/statistics/deedBook.ts';
import { statisticsSheets } from '../../office/statistics/sheets.ts';
import { officeStatistics } from '../../office/statistics/statistics.ts';
import { unvisited } from '../../office/statistics/unvisited.ts';
import { officeWork } from '../../office/statistics/work.ts';
import { writeBook } from '../../sheets/book.ts';
import type { App } from '../base-app.ts';
import { problemResponses } from '../base-problem.ts';
import type { OfficeRouteDeps } from './office.ts';

const BODY_BYTES_MAX = 1_024;
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** The review of a period (统计复盘). A village's people see their village, and of the others nothing but means. */
export function registerOfficeStatisticsRoutes(app: App, { db }: OfficeRouteDeps): void {
  const onRequest = requireSession(db, OFFICE_ROLES);
  const bodyLimit = BODY_BYTES_MAX;
  const deeds = new DeedBook(db);
  app.post(
    '/api/office/statistics',
    {
      bodyLimit,
      onRequest,
      schema: { body: statisticsRequestSchema, response: { 200: statisticsResponseSchema, ...problemResponses } },
    },
    async (request) => {
      const session = sessionOf(request);
      const village = villageInScope(session, request.body.village);
      return officeStatistics(db, deeds, session.town, { ...request.body, village }, Date.now());
    },
  );

  app.post(
    '/api/office/statistics/work',
    {
      bodyLimit,
      onRequest,
      schema: { body: statisticsRequestSchema, response: { 200: workResponseSchema, ...problemResponses } },
    },
    async (request) => {
      const session = sessionOf(request);
      const village = villageInScope(session, request.body.village);
      return officeWork(db, session.town, { ...request.body, village }, Date.now());
    },
  );

  app.post(
    '/api/office/statistics/unvisited',
    {
      bodyLimit,
      onRequest,
      schema: { body: unvisitedRequestSchema, response: { 200: unvisitedResponseSchema, ...problemResponses } },
    },
    async (request) => {
      const session = sessionOf(request);
      const village = villageInScope(session, request.body.village);
      return unvisited(db, session.town, { ...request.body, village }, Date.now());
    },
  );

  app.post(
    '/api/office/statistics.xlsx',
    { bodyLimit, onRequest, schema: { body: statisticsSheetRequestSchema } },
    async (request, reply) => {
      const session = sessionOf(request);
      const { language, ...asked } = request.body;
      const question = { ...asked, village: villageInScope(session, asked.village) };
      const now = Date.now();
      const quiet = { village: question.village, grid: null, months: SHEET_QUIET_MONTHS, after: null };
      const [figures, work, nobody] = await Promise.all([
        officeStatistics(db, deeds, session.town, question, now),
        officeWork(db, session.town, question, now),
        unvisited(db, session.town, quiet, now, UNVISITED_SHEET_ROWS),
      ]);
      await noteAct(db, {
        ...actOf(session),
        kind: 'file.exported',
        village: question.village,
        details: { what: 'statistics', to: question.to, months: question.months },
      });
      const book = await writeBook(
        statisticsSheets({ figures, work, nobody, quietMonths: SHEET_QUIET_MONTHS }, language),
      );
      return reply.type(XLSX).send(Buffer.from(book));
    },
  );
}

/** The file lists who was not visited for this long. */
const SHEET_QUIET_MONTHS = 3;
