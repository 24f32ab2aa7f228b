import {
  rankingRequestSchema,
  rankingResponseSchema,
  rankingSheetRequestSchema,
} from '../../../protocol/officeRanking.ts';
import { OFFICE_ROLES } from '../../../protocol/officeSession.ts';
import { actOf, noteAct } from '../../audit/acts.ts';
import { requireSession, sessionOf, villageInScope } from '../../auth/session.ts';
import { officeRanking } from '../../office/ranking/ranking.ts';
import { rankingSheets } from '../../office/ranking/sheets.ts';
import { writeBook } from '../../sheets/book.ts';
import type { App } from '../base-app.ts';
import { problemResponses } from '../base-problem.ts';
import type { OfficeRouteDeps } from './office.ts';

const BODY_BYTES_MAX = 1_024;
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** The yearly ranking (一年一排名). */
export function registerOfficeRankingRoutes(app: App, { db }: OfficeRouteDeps): void {
  const onRequest = requireSession(db, OFFICE_ROLES);
  app.post(
    '/api/office/ranking',
    {
      bodyLimit: BODY_BYTES_MAX,
      onRequest,
      schema: { body: rankingRequestSchema, response: { 200: rankingResponseSchema, ...problemResponses } },
    },
    async (request) => {
      const session = sessionOf(request);
      const village = villageInScope(session, request.body.village);
      return officeRanking(db, session.town, { ...request.body, village }, Date.now());
    },
  );

  app.post(
    '/api/office/ranking.xlsx',
    { bodyLimit: BODY_BYTES_MAX, onRequest, schema: { body: rankingSheetRequestSchema } },
    async (request, reply) => {
      const session = sessionOf(request);
      const { language, ...asked } = request.body;
      const village = villageInScope(session, asked.village);
      const answer = await officeRanking(db, session.town, { ...asked, village }, Date.now());
      await noteAct(db, {
        ...actOf(session),
        kind: 'file.exported',
        village,
        details: { what: 'ranking', year: asked.year },
      });
      return reply.type(XLSX).send(Buffer.from(await writeBook(rankingSheets(answer, language))));
    },
  );
}
