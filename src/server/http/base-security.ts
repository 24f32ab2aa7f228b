import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import type { App } from './base-app.ts';
import { ProblemError } from './base-problem.ts';

const SELF = "'self'";
const NONE = "'none'";

/** Nothing inline, nothing from elsewhere. The scanner's decoder is WebAssembly; photos are shown from blobs. */
export const CONTENT_SECURITY_POLICY = {
  'default-src': [SELF],
  'script-src': [SELF, "'wasm-unsafe-eval'"],
  'style-src': [SELF],
  'img-src': [SELF, 'blob:', 'data:'],
  'media-src': [SELF, 'blob:'],
  'connect-src': [SELF],
  'worker-src': [SELF],
  'frame-ancestors': [NONE],
  'object-src': [NONE],
  'base-uri': [NONE],
  'form-action': [SELF],
};

/**
 * For answers that are data, not pages: no document ever comes of them, so what steers documents is left off. An idle sync is
 * mostly headers.
 */
const DATA_HEADERS = {
  'content-security-policy': "default-src 'none';frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
};

const HSTS_SECONDS = 180 * 24 * 3600;

function isData(url: string): boolean {
  return url.startsWith('/api/') || url === '/healthz';
}

/** Security headers on every answer, and the rate limiter that routes switch on for themselves. */
export async function addSecurity(app: App, options: { readonly tls: boolean }): Promise<void> {
  // Only where we end TLS ourselves; behind a proxy the header is the proxy's to give.
  const hsts: Record<string, string> = options.tls ? { 'strict-transport-security': `max-age=${HSTS_SECONDS}` } : {};
  const dataHeaders = { ...DATA_HEADERS, ...hsts };
  await app.register(helmet, {
    global: false,
    contentSecurityPolicy: { useDefaults: false, directives: CONTENT_SECURITY_POLICY },
    strictTransportSecurity: options.tls ? { maxAge: HSTS_SECONDS, includeSubDomains: false } : false,
    referrerPolicy: { policy: 'no-referrer' },
  });
  app.addHook('onRequest', async (request, reply) => {
    if (isData(request.url)) {
      reply.headers(dataHeaders);
      return;
    }
    await reply.helmet();
    reply.header('permissions-policy', 'camera=(self), microphone=(), geolocation=(), payment=(), usb=()');
  });
  await app.register(rateLimit, {
    global: false,
    errorResponseBuilder: () => new ProblemError('rate-limited'),
  });
}
