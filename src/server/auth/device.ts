/** `Authorization: Device <device id>.<token>`: who a tablet, counter or office browser is. */
import type { FastifyRequest } from 'fastify';
import type { Kysely } from 'kysely';
import { DEVICE_ID } from '../../domain/ref.ts';
import type { Database } from '../db/schema.ts';
import { ProblemError } from '../http/base-problem.ts';
import { healingOf } from '../ingest/healing.ts';
import type { SyncDevice } from '../ingest/sync.ts';
import { hashToken } from './token.ts';

const HEADER = /^Device ([0-9A-Z]{4,6})\.([A-Za-z0-9_-]{20,100})$/;

/**
 * Who a request says it is, before anything about it is believed.
 * @throws ProblemError `device-unknown` without a device
 */
export function presentedDevice(request: FastifyRequest): { readonly device: string; readonly token: string } {
  const [, device = '', token = ''] = HEADER.exec(request.headers.authorization ?? '') ?? [];
  if (!DEVICE_ID.test(device)) throw new ProblemError('device-unknown');
  return { device, token };
}

/**
 * The device of a request. A revoked one is known only where it hands over what it has (CF-17).
 * @throws ProblemError `device-unknown` without a device, with a wrong token, or when it was revoked
 */
export async function authenticateDevice(
  db: Kysely<Database>,
  request: FastifyRequest,
  handingOver = false,
): Promise<SyncDevice> {
  const { device: id, token } = presentedDevice(request);
  const row = await db
    .selectFrom('devices')
    .select([
      'town',
      'id',
      'kind',
      'village',
      'public_key',
      'genesis',
      'high_seq',
      'high_hash',
      'status',
      'carry',
      'balanced_seq',
      'backed_up_seq',
      'report_due',
      'awaited',
      'judged_seq',
      'faith_seq',
      'waived_by',
    ])
    .where('town', 'in', (towns) => towns.selectFrom('towns').select('town'))
    .where('id', '=', id)
    // Ids are unique in a town only; the token says which town's device this is.
    .where('token_hash', '=', hashToken(token))
    .executeTakeFirst();
  if (!row || (row.status === 'revoked' && !handingOver)) throw new ProblemError('device-unknown');
  request.deviceId = row.id;
  return {
    town: row.town,
    id: row.id,
    kind: row.kind,
    village: row.village,
    publicKey: row.public_key,
    genesis: row.genesis,
    highSeq: row.high_seq,
    highHash: row.high_hash,
    revoked: row.status === 'revoked',
    carry: row.carry,
    balancedSeq: row.balanced_seq,
    backedUpSeq: row.backed_up_seq,
    ...healingOf(row),
  };
}
