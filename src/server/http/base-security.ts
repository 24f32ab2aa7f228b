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

/** Security headers on every answer, and the rate limiter that routes switch on for themselves. */
export async function addSecurity(app: App, options: { readonly tls: boolean }): Promise<void> {
  await app.register(helmet, {
    contentSecurityPolicy: { useDefaults: false, directives: CONTENT_SECURITY_POLICY },
    // Only where we end TLS ourselves; behind a proxy the header is the proxy's to give.
    strictTransportSecurity: options.tls ? { maxAge: 180 * 24 * 3600, includeSubDomains: false } : false,
    referrerPolicy: { policy: 'no-referrer' },
  });
  app.addHook('onRequest', async (_request, reply) => {
    reply.header('permissions-policy', 'camera=(self), microphone=(), geolocation=(), payment=(), usb=()');
  });
  await app.register(rateLimit, {
    global: false,
    errorResponseBuilder: () => new ProblemError('rate-limited'),
  });
}
