import { Transform } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type { FastifyRequest, RequestPayload } from 'fastify';
import type { App } from './base-app.ts';
import { ProblemError } from './base-problem.ts';

const INFLATED_BYTES_MAX = 1024 * 1024;

/**
 * Accepts gzip bodies. What comes out is counted, so that a small body cannot become a huge one (413), and one that
 * is cut off or damaged is a 400. A route raises or lowers the cap with `config: { inflatedBytesMax }`.
 */
export function addGzipBodies(app: App): void {
  app.addHook('preParsing', async (request, _reply, payload) => {
    const encoding = (request.headers['content-encoding'] ?? 'identity').trim().toLowerCase();
    if (encoding === 'identity' || request.method === 'GET' || request.method === 'HEAD') return payload;
    if (encoding !== 'gzip' && encoding !== 'x-gzip') throw new ProblemError('bad-encoding');
    return inflate(payload, bytesMaxOf(request));
  });
}

function bytesMaxOf(request: FastifyRequest): number {
  return request.routeOptions.config.inflatedBytesMax ?? INFLATED_BYTES_MAX;
}

/**
 * Streams are joined by hand: `pipeline` would destroy the request with the failing part, and with it the connection
 * that the answer has to go out on.
 */
function inflate(body: RequestPayload, bytesMax: number): RequestPayload {
  let inflatedBytes = 0;
  const gunzip = createGunzip();
  const out: Transform & { receivedEncodedLength?: number } = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      inflatedBytes += chunk.length;
      if (inflatedBytes > bytesMax) done(new ProblemError('too-large'));
      else done(null, chunk);
    },
  });
  out.receivedEncodedLength = 0;
  body.on('data', (chunk: Buffer) => {
    out.receivedEncodedLength = (out.receivedEncodedLength ?? 0) + chunk.length;
  });
  body.on('error', () => out.destroy(new ProblemError('bad-request')));
  gunzip.on('error', () => out.destroy(new ProblemError('bad-gzip')));
  // This listener stays when Fastify has taken its own away; an error nobody hears would end the process.
  out.on('error', () => {
    body.unpipe(gunzip);
    gunzip.destroy();
    body.resume(); // Read the rest away: an answer sent over unread data can be lost on its way.
  });
  body.pipe(gunzip).pipe(out);
  return out as RequestPayload;
}
