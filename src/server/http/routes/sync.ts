import type { FastifyRequest } from 'fastify';
import { BATCH_BYTES_MAX, PROTOCOL, type SyncRequest, syncRequestSchema } from '../../../protocol/sync.ts';
import { PushError } from '../../ingest/pushError.ts';
import { syncDevice } from '../../ingest/sync.ts';
import type { App } from '../base-app.ts';
import { ProblemError } from '../base-problem.ts';
import type { RouteDeps } from '../routes.ts';
import { admitDevice } from './admit.ts';

/** Room for the envelope and for columns that say more than their rows. */
const BODY_BYTES_MAX = 2 * BATCH_BYTES_MAX;

const PROBLEM_OF = {
  'bad-batch': 'invalid',
  'bad-signature': 'signature-invalid',
  'too-large': 'too-large',
  'seq-gap': 'seq-gap',
  fork: 'fork',
} as const;

/** A body that is well formed JSON but no sync request is answered with the first field that does not fit. */
function parseRequest(body: unknown): SyncRequest {
  const parsed = syncRequestSchema.safeParse(body);
  if (parsed.success) return parsed.data;
  const errors = parsed.error.issues.map((i) => ({ path: `/body/${i.path.join('/')}`, message: i.message }));
  throw new ProblemError('invalid', { errors: errors.slice(0, 20) });
}

/** POST /api/sync: the one way in and out for shared facts (SY-1, SY-8). */
export function registerSync(app: App, deps: RouteDeps): void {
  app.post(
    '/api/sync',
    { bodyLimit: BODY_BYTES_MAX, config: { inflatedBytesMax: BODY_BYTES_MAX } },
    async (request: FastifyRequest) => {
      const device = await admitDevice(deps, request, true);
      const body = parseRequest(request.body);
      try {
        // A client of another protocol may still hand over its ops (SY-8); it loads changes after an update.
        const { pull, ...rest } = body;
        const old = body.protocol !== PROTOCOL;
        const answer = await syncDevice(
          deps.db,
          device,
          old || pull === undefined ? rest : { ...rest, pull },
          Date.now(),
        );
        // To one that is revoked nothing is sent down, so no version is too old for it.
        if (old && pull && answer.directive !== 'revoked') throw new ProblemError('too-old');
        return answer;
      } catch (error) {
        if (!(error instanceof PushError)) throw error;
        throw new ProblemError(PROBLEM_OF[error.code], {
          errors: [{ path: '/body/push', message: error.message }],
          high: error.high,
        });
      }
    },
  );
}
