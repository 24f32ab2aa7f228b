import type { FastifyRequest } from 'fastify';
import { authenticateDevice } from '../../auth/device.ts';
import { sessionOf } from '../../auth/session.ts';
import type { SyncDevice } from '../../ingest/sync.ts';
import { ProblemError } from '../base-problem.ts';
import type { RouteDeps } from '../routes.ts';

/**
 * The device that may exchange shared facts over the network. An office browser is one only while a person of its town is
 * signed in; the console never is, its log does not leave the server. A revoked device is admitted to hand over alone (CF-17).
 * @throws ProblemError `device-unknown`, `not-signed-in`, `cross-origin`, `forbidden`
 */
export async function admitDevice(deps: RouteDeps, request: FastifyRequest, handingOver = false): Promise<SyncDevice> {
  const device = await authenticateDevice(deps.db, request, handingOver);
  if (device.kind === 'console') throw new ProblemError('forbidden');
  if (device.kind !== 'office') return device;
  await deps.requireOfficeSession(request);
  if (sessionOf(request).town !== device.town) throw new ProblemError('forbidden');
  return device;
}
