import { activateRequestSchema, enrolRequestSchema } from '../../../protocol/device.ts';
import { authenticateDevice } from '../../auth/device.ts';
import { activate, enrol } from '../../auth/enrol.ts';
import type { App } from '../base-app.ts';
import type { RouteDeps } from '../routes.ts';

const BODY_BYTES_MAX = 4_096;

/** POST /api/enrol with a one-time code; POST /api/device/activate with a person's PIN. Both are limited in tries. */
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
}
