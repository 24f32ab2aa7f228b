import {
  rankingPlaceSchema,
  rankingRequestSchema,
  rankingResponseSchema,
  rankingSheetRequestSchema,
  rankingWaitingSchema,
} from '../../../protocol/officeRanking.ts';
import { OFFICE_ROLES } from '../../../protocol/officeSession.ts';
import { actOf, noteAct } from '../../audit/acts.ts';
import { requireSession, sessionOf, villageInScope } from '../../auth/session.ts';
import { officeRanking, wholeRanking } from '../../office/ranking/ranking.ts';
import { rankingSheets } from '../../office/ranking/sheets.ts';
import { rankingWaiting } from '../../office/ranking/waiting.ts';
import { writeBook } from '../../sheets/book.ts';
import type { App } from '../base-app.ts';
import { problemResponses } from '../base-problem.ts';
import type { OfficeRouteDeps } from './office.ts';

const BODY_BYTES_MAX = 1_024;
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** The yearly ranking (一年一排名): the frozen list, or what it would be. Freezing it, and who is not in it, are ops. */
export function registerOfficeRankingRoutes(app: App, { db }: OfficeRouteDeps): void {
  const common = { bodyLimit: BODY_BYTES_MAX, onRequest: requireSession(db, OFFICE_ROLES) };
  app.post(
    '/api/office/ranking',
    {
      ...common,
      schema: { body: rankingRequestSchema, response: { 200: rankingResponseSchema, ...problemResponses } },
    },
    async (request) => {
      const session = sessionOf(request);
      const village = villageInScope(session, request.body.village);
      return officeRanking(db, session.town, { ...request.body, village }, Date.now());
    },
  );

  app.post(
    '/api/office/ranking/waiting',
    { ...common, schema: { body: rankingPlaceSchema, response: { 200: rankingWaitingSchema, ...problemResponses } } },
    async (request) => {
      const session = sessionOf(request);
      const village = villageInScope(session, request.body.village);
      return rankingWaiting(db, session.town, { ...request.body, village }, Date.now());
    },
  );

  app.post('/api/office/ranking/document', { ...common, schema: { body: rankingPlaceSchema } }, async (request) => {
    const session = sessionOf(request);
    const village = villageInScope(session, request.body.village);
    return (await wholeRanking(db, session.town, { ...request.body, village }, Date.now())).document;
  });

  app.post(
    '/api/office/ranking.xlsx',
    { ...common, schema: { body: rankingSheetRequestSchema } },
    async (request, reply) => {
      const session = sessionOf(request);
      const { language, ...asked } = request.body;
      const village = villageInScope(session, asked.village);
      const whole = await wholeRanking(db, session.town, { ...asked, village }, Date.now());
      const details = { what: 'ranking', year: whole.document.year };
      await noteAct(db, { ...actOf(session), kind: 'file.exported', village, details });
      const names = await db.selectFrom('villages').select(['code', 'name']).where('town', '=', session.town).execute();
      const sheets = rankingSheets(whole, new Map(names.map((one) => [one.code, one.name])), language);
      return reply.type(XLSX).send(Buffer.from(await writeBook(sheets)));
    },
  );
}
