import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { FastifyBaseLogger, FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';

/** The HTTP server as routes see it: schemas are zod, request and answer types follow from them. */
export type App = FastifyInstance<Server, IncomingMessage, ServerResponse, FastifyBaseLogger, ZodTypeProvider>;

declare module 'fastify' {
  interface FastifyRequest {
    /** Set by whatever signs a device in; goes to the log. */
    deviceId: string | null;
  }
  interface FastifyContextConfig {
    /** How large a gzip body of this route may become, in bytes. */
    inflatedBytesMax?: number;
  }
}
