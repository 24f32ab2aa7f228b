import { Readable } from 'node:stream';
import { constants, createBrotliCompress, createGzip } from 'node:zlib';
import { z } from 'zod';
import { isSnapshotKey, type SnapshotDevice, snapshotChunks, snapshotHead } from '../../feed/snapshot.ts';
import type { App } from '../base-app.ts';
import type { RouteDeps } from '../routes.ts';
import { admitDevice } from './admit.ts';

const querySchema = z.object({ after: z.string().refine(isSnapshotKey, 'not a key of a chunk').optional() });

async function* lines(deps: RouteDeps, device: SnapshotDevice, after: string | undefined): AsyncGenerator<string> {
  yield `${JSON.stringify(await snapshotHead(deps.db, device))}\n`;
  for await (const chunk of snapshotChunks(deps.db, device, after)) yield `${JSON.stringify(chunk)}\n`;
}

/** Compresses so that every line can be read as soon as it was sent. */
function compressor(accepted: string) {
  if (/\bbr\b/.test(accepted)) {
    const params = { [constants.BROTLI_PARAM_QUALITY]: 5, [constants.BROTLI_PARAM_LGWIN]: 22 };
    return { encoding: 'br', stream: createBrotliCompress({ flush: constants.BROTLI_OPERATION_FLUSH, params }) };
  }
  if (/\bgzip\b/.test(accepted))
    return { encoding: 'gzip', stream: createGzip({ flush: constants.Z_SYNC_FLUSH, level: 6 }) };
  return undefined;
}

/** GET /api/snapshot[?after=key]: the household files a device may see, as newline-separated JSON (SY-9). */
export function registerSnapshot(app: App, deps: RouteDeps): void {
  app.get('/api/snapshot', { schema: { querystring: querySchema } }, async (request, reply) => {
    const device = await admitDevice(deps, request);
    const source = Readable.from(lines(deps, device, request.query.after));
    reply.type('application/x-ndjson; charset=utf-8').header('cache-control', 'no-store');
    const packed = compressor(request.headers['accept-encoding'] ?? '');
    if (!packed) return reply.send(source);
    source.on('error', (error) => packed.stream.destroy(error));
    return reply
      .header('content-encoding', packed.encoding)
      .header('vary', 'accept-encoding')
      .send(source.pipe(packed.stream));
  });
}
