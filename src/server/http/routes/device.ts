import {
  activateRequestSchema,
  enrolRequestSchema,
  FORK_HASHES_MAX,
  forkRequestSchema,
  readmitRequestSchema,
} from '../../../protocol/device.ts';
import { readmit } from '../../auth/certificate.ts';
import { authenticateDevice, presentedDevice } from '../../auth/device.ts';
import { activate, enrol } from '../../auth/enrol.ts';
import { forkDevice } from '../../auth/fork.ts';
import type { App } from '../base-app.ts';
import type { RouteDeps } from '../routes.ts';
import { admitDevice } from './admit.ts';

const BODY_BYTES_MAX = 4_096;
/** A page of hashes and the envelope. */
const FORK_BYTES_MAX = 80 * FORK_HASHES_MAX;

/**
 * POST /api/enrol with a one-time code; POST /api/device/activate with a person's PIN; POST /api/device/readmit for
 * one that a restored server does not know (SY-14); POST /api/device/fork for a device whose log the server does not know (SY-13). All are limited in tries.
 */
export function registerDeviceRoutes(app: App, deps: RouteDeps): void {
  app.post(
    '/api/enrol',
    {
      bodyLimit: BODY_BYTES_MAX,
      schema: { body: enrolRequestSchema },
      config: { rateLimit: { max: 20, timeWindow: '1 minute' } },
    },
    (request) => enrol(deps.db, request.body),
  );
  app.post(
    '/api/device/activate',
    {
      bodyLimit: BODY_BYTES_MAX,
      schema: { body: activateRequestSchema },
      config: { rateLimit: { max: 30, timeWindow: '1 minute' } },
    },
    async (request) => activate(deps.db, await authenticateDevice(deps.db, request), request.body),
  );
  app.post(
    '/api/device/readmit',
    {
      bodyLimit: 2 * BODY_BYTES_MAX,
      schema: { body: readmitRequestSchema },
      config: { inflatedBytesMax: 2 * BODY_BYTES_MAX, rateLimit: { max: 30, timeWindow: '1 minute' } },
    },
    async (request) => {
      const presented = presentedDevice(request);
      await readmit(deps.db, presented, request.body.certificate);
      request.log.warn({ readmitted: presented.device }, 'a device was taken in again after a restore');
      return { ok: true as const };
    },
  );
  app.post(
    '/api/device/fork',
    {
      bodyLimit: FORK_BYTES_MAX,
      schema: { body: forkRequestSchema },
      config: { inflatedBytesMax: FORK_BYTES_MAX, rateLimit: { max: 60, timeWindow: '1 minute' } },
    },
    async (request) => {
      const answer = await forkDevice(deps.db, await admitDevice(deps, request, true), request.body);
      if (answer.identity) request.log.warn({ forked: answer.identity.device }, 'a device got a new identity');
      return answer;
    },
  );
}
