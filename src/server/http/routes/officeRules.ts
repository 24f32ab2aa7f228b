import { rulesOn } from '../../../domain/ruleSet.ts';
import {
  frameworkRequestSchema,
  frameworkResponseSchema,
  outsideRequestSchema,
  outsideResponseSchema,
  policiesSchema,
  ruleSheetRequestSchema,
  rulesBookSchema,
  rulesInForceRequestSchema,
  rulesInForceSchema,
  ruleTrialRequestSchema,
  ruleTrialResponseSchema,
  ruleVersionRequestSchema,
  ruleVersionResponseSchema,
} from '../../../protocol/officeRules.ts';
import { OFFICE_ROLES } from '../../../protocol/officeSession.ts';
import { actOf, noteAct } from '../../audit/acts.ts';
import { requireSession, type Session, sessionOf, villageInScope } from '../../auth/session.ts';
import { loadRuleVersions } from '../../office/ruleBook.ts';
import { ruleSheet } from '../../office/ruleSheet.ts';
import { frameworkOf, outsideOfDraft, policiesOf, rulesBook, ruleVersion } from '../../office/rules.ts';
import { tryRules } from '../../office/ruleTrial.ts';
import type { App } from '../base-app.ts';
import { problemResponses } from '../base-problem.ts';
import type { OfficeRouteDeps } from './office.ts';

const BODY_BYTES_MAX = 4_096;
/** A whole version of rules travels in it. */
const DRAFT_BYTES_MAX = 1_048_576;
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** Rules and policies as the office reads them, and a draft tried. The framework is everybody's to read, an overlay its village's. */
export function registerOfficeRulesRoutes(app: App, { db }: OfficeRouteDeps): void {
  const onRequest = requireSession(db, OFFICE_ROLES);
  app.get(
    '/api/office/rules',
    { onRequest, schema: { response: { 200: rulesBookSchema, ...problemResponses } } },
    async (request) => {
      const session = sessionOf(request);
      return rulesBook(db, session.town, villageInScope(session, null), Date.now());
    },
  );

  app.post(
    '/api/office/rules/version',
    {
      bodyLimit: BODY_BYTES_MAX,
      onRequest,
      schema: { body: ruleVersionRequestSchema, response: { 200: ruleVersionResponseSchema, ...problemResponses } },
    },
    async (request) => {
      const session = sessionOf(request);
      readable(session, request.body.village);
      return ruleVersion(db, session.town, request.body);
    },
  );

  app.post(
    '/api/office/rules/framework',
    {
      bodyLimit: BODY_BYTES_MAX,
      onRequest,
      schema: { body: frameworkRequestSchema, response: { 200: frameworkResponseSchema, ...problemResponses } },
    },
    async (request) => frameworkOf(db, sessionOf(request).town, request.body.day),
  );

  app.post(
    '/api/office/rules/in-force',
    {
      bodyLimit: BODY_BYTES_MAX,
      onRequest,
      schema: { body: rulesInForceRequestSchema, response: { 200: rulesInForceSchema, ...problemResponses } },
    },
    async (request) => {
      const session = sessionOf(request);
      const { village, day } = request.body;
      villageInScope(session, village);
      const rules = rulesOn(await loadRuleVersions(db, session.town), village, day);
      return { day, rules: [...rules.values()] };
    },
  );

  app.post(
    '/api/office/rules/version.xlsx',
    { bodyLimit: BODY_BYTES_MAX, onRequest, schema: { body: ruleSheetRequestSchema } },
    async (request, reply) => {
      const session = sessionOf(request);
      const { body } = request;
      readable(session, body.village);
      const { places } = await rulesBook(db, session.town, villageInScope(session, null), Date.now());
      const name = places.find((one) => one.village === body.village)?.name ?? body.village ?? '';
      const sheet = ruleSheet(await ruleVersion(db, session.town, body), name, body.language);
      await noteAct(db, {
        ...actOf(session),
        kind: 'file.exported',
        village: body.village,
        details: { what: 'rules', version: body.version },
      });
      return reply.type(XLSX).send(sheet);
    },
  );

  app.post(
    '/api/office/rules/try',
    {
      bodyLimit: DRAFT_BYTES_MAX,
      onRequest,
      schema: { body: ruleTrialRequestSchema, response: { 200: ruleTrialResponseSchema, ...problemResponses } },
    },
    async (request) => {
      const session = sessionOf(request);
      const { body } = request;
      return tryRules(db, session.town, { ...body, within: villageInScope(session, body.village ?? body.within) });
    },
  );

  app.post(
    '/api/office/rules/outside',
    {
      bodyLimit: DRAFT_BYTES_MAX,
      onRequest,
      schema: { body: outsideRequestSchema, response: { 200: outsideResponseSchema, ...problemResponses } },
    },
    async (request) => {
      const session = sessionOf(request);
      return { outside: await outsideOfDraft(db, session.town, villageInScope(session, null), request.body) };
    },
  );

  app.get(
    '/api/office/policies',
    { onRequest, schema: { response: { 200: policiesSchema, ...problemResponses } } },
    async (request) => {
      const session = sessionOf(request);
      return policiesOf(db, session.town, villageInScope(session, null));
    },
  );
}

function readable(session: Session, village: string | null): void {
  if (village !== null) villageInScope(session, village);
}
