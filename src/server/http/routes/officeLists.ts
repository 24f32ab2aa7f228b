import type { Role } from '../../../domain/role.ts';
import { cardSearchSchema, officeCardsSchema } from '../../../protocol/officeCards.ts';
import { entrySearchSchema, officeEntriesSchema } from '../../../protocol/officeEntries.ts';
import { OFFICE_ROLES } from '../../../protocol/officeSession.ts';
import { officeSummarySchema } from '../../../protocol/officeSummary.ts';
import { actOf, noteAct } from '../../audit/acts.ts';
import { requireSession, sessionOf, villageInScope } from '../../auth/session.ts';
import { cardsToPrint } from '../../office/cards.ts';
import { searchEntries } from '../../office/entrySearch.ts';
import { officeSummary } from '../../office/summary.ts';
import type { App } from '../base-app.ts';
import { problemResponses } from '../base-problem.ts';
import type { OfficeRouteDeps } from './office.ts';

const BODY_BYTES_MAX = 8_192;
const CARD_ROLES: readonly Role[] = ['village_office', 'town_admin'];

/** What the office reads: totals, entries, cards. Filters are in the body because they carry names. */
export function registerOfficeListRoutes(app: App, { db }: OfficeRouteDeps): void {
  app.get(
    '/api/office/summary',
    {
      onRequest: requireSession(db, OFFICE_ROLES),
      schema: { response: { 200: officeSummarySchema, ...problemResponses } },
    },
    async (request) => {
      const session = sessionOf(request);
      return officeSummary(db, session.town, session.village, Date.now());
    },
  );

  app.post(
    '/api/office/entries/search',
    {
      bodyLimit: BODY_BYTES_MAX,
      onRequest: requireSession(db, OFFICE_ROLES),
      schema: { body: entrySearchSchema, response: { 200: officeEntriesSchema, ...problemResponses } },
    },
    async (request) => {
      const session = sessionOf(request);
      const village = villageInScope(session, request.body.village);
      return searchEntries(db, session.town, { ...request.body, village });
    },
  );

  app.post(
    '/api/office/cards/search',
    {
      bodyLimit: BODY_BYTES_MAX,
      onRequest: requireSession(db, CARD_ROLES),
      schema: { body: cardSearchSchema, response: { 200: officeCardsSchema, ...problemResponses } },
    },
    async (request) => {
      const session = sessionOf(request);
      villageInScope(session, request.body.village);
      const { village, after, codes } = request.body;
      if (after === null) {
        const details = { households: codes.length };
        await noteAct(db, { ...actOf(session), kind: 'cards.printed', village, details });
      }
      return cardsToPrint(db, session.town, request.body);
    },
  );
}
