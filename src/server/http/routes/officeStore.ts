import { OFFICE_ROLES } from '../../../protocol/officeSession.ts';
import {
  closeRequestSchema,
  closeResponseSchema,
  goodsResponseSchema,
  openingsResponseSchema,
  storesRequestSchema,
  storesResponseSchema,
} from '../../../protocol/officeStore.ts';
import { actOf, noteAct } from '../../audit/acts.ts';
import { requireSession, sessionOf, villageInScope } from '../../auth/session.ts';
import { closeSheet } from '../../office/closeSheet.ts';
import { goodsList } from '../../office/goodsList.ts';
import { storeClose } from '../../office/storeClose.ts';
import { storeOpenings } from '../../office/storeOpenings.ts';
import { officeStores } from '../../office/stores.ts';
import type { App } from '../base-app.ts';
import { problemResponses } from '../base-problem.ts';
import type { OfficeRouteDeps } from './office.ts';

const BODY_BYTES_MAX = 4_096;
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** The village stores as the office reads them: the close of some days, also as an Excel file, how the stores are doing, and when they are open. */
export function registerOfficeStoreRoutes(app: App, { db }: OfficeRouteDeps): void {
  const onRequest = requireSession(db, OFFICE_ROLES);
  app.post(
    '/api/office/store/close',
    {
      bodyLimit: BODY_BYTES_MAX,
      onRequest,
      schema: { body: closeRequestSchema, response: { 200: closeResponseSchema, ...problemResponses } },
    },
    async (request) => {
      const session = sessionOf(request);
      villageInScope(session, request.body.village);
      return storeClose(db, session.town, request.body, Date.now());
    },
  );

  app.post(
    '/api/office/store/close.xlsx',
    { bodyLimit: BODY_BYTES_MAX, onRequest, schema: { body: closeRequestSchema } },
    async (request, reply) => {
      const session = sessionOf(request);
      const { body } = request;
      villageInScope(session, body.village);
      const [answer, place] = await Promise.all([
        storeClose(db, session.town, body, Date.now()),
        db
          .selectFrom('towns as t')
          .leftJoin('villages as v', (join) => join.onRef('v.town', '=', 't.town').on('v.code', '=', body.village))
          .select(['t.zone_offset_minutes as zoneOffsetMinutes', 'v.name as village'])
          .where('t.town', '=', session.town)
          .executeTakeFirstOrThrow(),
      ]);
      const { village, zoneOffsetMinutes } = place;
      const details = { what: 'close', from: body.from, to: body.to };
      await noteAct(db, { ...actOf(session), kind: 'file.exported', village: body.village, details });
      return reply.type(XLSX).send(closeSheet(answer, body, { village: village ?? body.village, zoneOffsetMinutes }));
    },
  );

  app.get(
    '/api/office/goods',
    { onRequest, schema: { response: { 200: goodsResponseSchema, ...problemResponses } } },
    async (request) => goodsList(db, sessionOf(request).town, Date.now()),
  );

  app.post(
    '/api/office/stores',
    {
      bodyLimit: BODY_BYTES_MAX,
      onRequest,
      schema: { body: storesRequestSchema, response: { 200: storesResponseSchema, ...problemResponses } },
    },
    async (request) => {
      const session = sessionOf(request);
      const village = villageInScope(session, request.body.village);
      return officeStores(db, session.town, { ...request.body, village }, Date.now());
    },
  );

  app.get(
    '/api/office/store/openings',
    { onRequest, schema: { response: { 200: openingsResponseSchema, ...problemResponses } } },
    async (request) => {
      const session = sessionOf(request);
      return storeOpenings(db, session.town, villageInScope(session, null), Date.now());
    },
  );
}
