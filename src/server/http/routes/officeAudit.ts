import { Readable } from 'node:stream';
import type { Role } from '../../../domain/role.ts';
import { auditExportSchema, auditResponseSchema, auditSearchSchema } from '../../../protocol/officeAudit.ts';
import { actOf, noteAct } from '../../audit/acts.ts';
import { requireSession, sessionOf, villageInScope } from '../../auth/session.ts';
import { searchAudit } from '../../office/audit.ts';
import { auditCsv } from '../../office/auditCsv.ts';
import type { App } from '../base-app.ts';
import { problemResponses } from '../base-problem.ts';
import type { OfficeRouteDeps } from './office.ts';

const BODY_BYTES_MAX = 4_096;
const ROLES: readonly Role[] = ['village_office', 'town_admin'];

/** Who did what. A village sees its own; what is the whole town's is the town's to see. */
export function registerOfficeAuditRoutes(app: App, { db }: OfficeRouteDeps): void {
  const onRequest = requireSession(db, ROLES);
  app.post(
    '/api/office/audit/search',
    {
      bodyLimit: BODY_BYTES_MAX,
      onRequest,
      schema: { body: auditSearchSchema, response: { 200: auditResponseSchema, ...problemResponses } },
    },
    async (request) => {
      const session = sessionOf(request);
      const village = villageInScope(session, request.body.village);
      return searchAudit(db, session.town, { ...request.body, village });
    },
  );

  app.post(
    '/api/office/audit/export',
    { bodyLimit: BODY_BYTES_MAX, onRequest, schema: { body: auditExportSchema } },
    async (request, reply) => {
      const session = sessionOf(request);
      const { filter, language } = request.body;
      const village = villageInScope(session, filter.village);
      await noteAct(db, { ...actOf(session), kind: 'file.exported', details: { what: 'audit' } });
      const { zone_offset_minutes: zone } = await db
        .selectFrom('towns')
        .select('zone_offset_minutes')
        .where('town', '=', session.town)
        .executeTakeFirstOrThrow();
      return reply
        .type('text/csv; charset=utf-8')
        .send(Readable.from(auditCsv(db, session.town, { ...filter, village }, language, zone)));
    },
  );
}
