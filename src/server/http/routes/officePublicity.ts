import { OFFICE_ROLES } from '../../../protocol/officeSession.ts';
import {
  objectionsRequestSchema,
  objectionsResponseSchema,
  publicityListRequestSchema,
  publicityListResponseSchema,
  publicityMonthRequestSchema,
  publicityMonthsRequestSchema,
  publicityMonthsResponseSchema,
  publicitySheetRequestSchema,
} from '../../../protocol/publicity.ts';
import { actOf, noteAct } from '../../audit/acts.ts';
import { requireSession, sessionOf, villageInScope } from '../../auth/session.ts';
import { listObjections } from '../../office/objectionList.ts';
import { documentOf, publicityList } from '../../office/publicityList.ts';
import { publicityMonths } from '../../office/publicityMonths.ts';
import { publicitySheet } from '../../office/publicitySheet.ts';
import type { App } from '../base-app.ts';
import { problemResponses } from '../base-problem.ts';
import type { OfficeRouteDeps } from './office.ts';

const BODY_BYTES_MAX = 4_096;
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** Months of a village, published lists, objections. Closing and answering are ops. */
export function registerOfficePublicityRoutes(app: App, { db, config }: OfficeRouteDeps): void {
  const common = { bodyLimit: BODY_BYTES_MAX, onRequest: requireSession(db, OFFICE_ROLES) };
  app.post(
    '/api/office/publicity/months',
    {
      ...common,
      schema: {
        body: publicityMonthsRequestSchema,
        response: { 200: publicityMonthsResponseSchema, ...problemResponses },
      },
    },
    async (request) => {
      const session = sessionOf(request);
      const { village } = request.body;
      villageInScope(session, village);
      return publicityMonths(db, session.town, village, config.publicUrl, Date.now());
    },
  );

  app.post(
    '/api/office/publicity/list',
    {
      ...common,
      schema: { body: publicityListRequestSchema, response: { 200: publicityListResponseSchema, ...problemResponses } },
    },
    async (request) => {
      const session = sessionOf(request);
      villageInScope(session, request.body.village);
      return publicityList(db, session.town, request.body);
    },
  );

  app.post(
    '/api/office/publicity/document',
    { ...common, schema: { body: publicityMonthRequestSchema } },
    async (request) => {
      const session = sessionOf(request);
      const { village, month } = request.body;
      villageInScope(session, village);
      return documentOf(db, session.town, village, month);
    },
  );

  app.post(
    '/api/office/publicity/list.xlsx',
    { ...common, schema: { body: publicitySheetRequestSchema } },
    async (request, reply) => {
      const session = sessionOf(request);
      const { town } = session;
      const { village, month, language } = request.body;
      villageInScope(session, village);
      const document = await documentOf(db, town, village, month);
      const proof = await db
        .selectFrom('publications')
        .select(['hash', 'root_seq as seq', 'root_hash as root'])
        .where('town', '=', town)
        .where('village', '=', village)
        .where('month', '=', month)
        .executeTakeFirstOrThrow();
      await noteAct(db, { ...actOf(session), kind: 'file.exported', village, details: { what: 'publicity', month } });
      return reply.type(XLSX).send(publicitySheet(document, proof, language));
    },
  );

  app.post(
    '/api/office/publicity/objections',
    {
      ...common,
      schema: { body: objectionsRequestSchema, response: { 200: objectionsResponseSchema, ...problemResponses } },
    },
    async (request) => {
      const session = sessionOf(request);
      villageInScope(session, request.body.village);
      return listObjections(db, session.town, request.body, Date.now());
    },
  );
}
