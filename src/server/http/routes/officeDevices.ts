import type { Role } from '../../../domain/role.ts';
import {
  deviceSheetRequestSchema,
  enrolCodeRequestSchema,
  enrolCodeResponseSchema,
  officeDeviceRequestSchema,
  officeDevicesSchema,
  openEnrolCodesSchema,
  revokeRequestSchema,
} from '../../../protocol/officeDevices.ts';
import { okSchema } from '../../../protocol/officeParts.ts';
import { OFFICE_ROLES } from '../../../protocol/officeSession.ts';
import { actOf, noteAct } from '../../audit/acts.ts';
import { authenticateDevice } from '../../auth/device.ts';
import { requireSession, sessionOf, villageInScope } from '../../auth/session.ts';
import { deviceSheet } from '../../office/deviceSheet.ts';
import { listDevices, revokeDevice } from '../../office/devices.ts';
import { createEnrolCode, listOpenEnrolCodes } from '../../office/enrolCodes.ts';
import { enrolOfficeBrowser, joinOfficeBrowser } from '../../office/officeBrowser.ts';
import type { App } from '../base-app.ts';
import { problemResponses } from '../base-problem.ts';
import type { OfficeRouteDeps } from './office.ts';

const BODY_BYTES_MAX = 8_192;
/** Ids of as many devices as a list has. */
const SHEET_BYTES_MAX = 65_536;
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const ENROLLING_ROLES: readonly Role[] = ['village_office', 'town_admin'];

/** Devices: this browser's own enrolment, codes for tablets and counters, the list, also as an Excel file, revoking. */
export function registerOfficeDeviceRoutes(app: App, { db, config }: OfficeRouteDeps): void {
  app.post(
    '/api/office/device',
    {
      bodyLimit: BODY_BYTES_MAX,
      onRequest: requireSession(db, OFFICE_ROLES),
      schema: { body: officeDeviceRequestSchema },
    },
    async (request) => {
      const session = sessionOf(request);
      if (request.headers.authorization === undefined) return enrolOfficeBrowser(db, session, request.body);
      return joinOfficeBrowser(db, session, await authenticateDevice(db, request));
    },
  );

  app.post(
    '/api/office/enrol-codes',
    {
      bodyLimit: BODY_BYTES_MAX,
      onRequest: requireSession(db, ENROLLING_ROLES),
      schema: { body: enrolCodeRequestSchema, response: { 200: enrolCodeResponseSchema, ...problemResponses } },
    },
    async (request) => {
      const session = sessionOf(request);
      villageInScope(session, request.body.village);
      const made = await createEnrolCode(db, session, request.body);
      const { kind, village, name } = request.body;
      await noteAct(db, { ...actOf(session), kind: 'enrol-code.made', village, details: { kind, name } });
      return { ...made, origin: config.publicUrl ?? `${request.protocol}://${request.host}` };
    },
  );

  app.get(
    '/api/office/enrol-codes',
    {
      onRequest: requireSession(db, ENROLLING_ROLES),
      schema: { response: { 200: openEnrolCodesSchema, ...problemResponses } },
    },
    async (request) => {
      const session = sessionOf(request);
      return { codes: await listOpenEnrolCodes(db, session.town, session.village) };
    },
  );

  app.get(
    '/api/office/devices',
    {
      onRequest: requireSession(db, ENROLLING_ROLES),
      schema: { response: { 200: officeDevicesSchema, ...problemResponses } },
    },
    async (request) => {
      const session = sessionOf(request);
      return { now: Date.now(), devices: await listDevices(db, session.town, session.village) };
    },
  );

  app.post(
    '/api/office/devices.xlsx',
    {
      bodyLimit: SHEET_BYTES_MAX,
      onRequest: requireSession(db, ENROLLING_ROLES),
      schema: { body: deviceSheetRequestSchema },
    },
    async (request, reply) => {
      const session = sessionOf(request);
      const { language } = request.body;
      const [all, place, villages] = await Promise.all([
        listDevices(db, session.town, session.village),
        db
          .selectFrom('towns')
          .select(['name', 'zone_offset_minutes as zoneOffsetMinutes'])
          .where('town', '=', session.town)
          .executeTakeFirstOrThrow(),
        db.selectFrom('villages').select(['code', 'name']).where('town', '=', session.town).execute(),
      ]);
      const known = new Map(all.map((device) => [device.id, device]));
      const wanted = [...new Set(request.body.devices)].flatMap((id) => known.get(id) ?? []);
      await noteAct(db, {
        ...{ ...actOf(session), kind: 'file.exported', village: session.village },
        details: { what: 'devices', count: wanted.length },
      });
      const names = new Map(villages.map(({ code, name }) => [code, name]));
      const { name: town, zoneOffsetMinutes } = place;
      const sheet = deviceSheet(wanted, { town, villages: names, zoneOffsetMinutes }, language, Date.now());
      return reply.type(XLSX).send(sheet);
    },
  );

  app.post(
    '/api/office/devices/revoke',
    {
      bodyLimit: BODY_BYTES_MAX,
      onRequest: requireSession(db, ENROLLING_ROLES),
      schema: { body: revokeRequestSchema, response: { 200: okSchema, ...problemResponses } },
    },
    async (request) => {
      const session = sessionOf(request);
      await revokeDevice(db, session.town, session.village, request.body.device);
      request.log.warn({ by: session.id, revoked: request.body.device }, 'a device was revoked');
      await noteAct(db, { ...actOf(session), kind: 'device.revoked', subject: request.body.device });
      return { ok: true as const };
    },
  );
}
