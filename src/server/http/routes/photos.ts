import { Readable } from 'node:stream';
import type { FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { parseRef } from '../../../domain/ref.ts';
import { PHOTO_ID } from '../../../protocol/photo.ts';
import { sessionOf } from '../../auth/session.ts';
import type { SyncDevice } from '../../ingest/sync.ts';
import { announcedHousehold } from '../../photos/announced.ts';
import { PhotoFiles } from '../../photos/photoFiles.ts';
import { photoInScope } from '../../photos/photoRows.ts';
import { PhotoUploads } from '../../photos/uploads.ts';
import type { App } from '../base-app.ts';
import { ProblemError } from '../base-problem.ts';
import type { RouteDeps } from '../routes.ts';
import { admitDevice } from './admit.ts';

const TUS_TYPE = 'application/offset+octet-stream';
const photoId = z.string().regex(PHOTO_ID, 'not the id of a photo');
const uploadParams = z.object({
  op: z.string().refine((op) => parseRef(op) !== undefined, 'not a reference'),
  id: photoId,
});
/** A photo never changes; the browser of a person who may see it need not ask again for an hour. */
const PHOTO_CACHE = 'private, max-age=3600, immutable';

/** Photos of deeds (CF-22): devices send them by tus, the office looks at them. */
export function registerPhotos(app: App, deps: RouteDeps): void {
  const files = new PhotoFiles(deps.config.dataDir);
  const uploads = new PhotoUploads(deps.db, files);
  const senders = new WeakMap<FastifyRequest, SyncDevice>();

  app.register(async (scope) => {
    const tus: App = scope.withTypeProvider<ZodTypeProvider>();
    tus.addContentTypeParser(TUS_TYPE, (_request, payload, done) => done(null, payload));
    // Before the body is looked at: strangers' bytes are not read.
    tus.addHook('onRequest', async (request) => {
      senders.set(request, await admitDevice(deps, request, true));
    });
    tus.route({
      method: ['HEAD', 'POST', 'PATCH'],
      url: '/api/photos/:op/:id',
      schema: { params: uploadParams },
      handler: async (request, reply) => {
        const device = senders.get(request);
        if (!device) throw new ProblemError('device-unknown');
        const { op, id } = request.params;
        const household = await announcedHousehold(deps.db, device, op, id);
        const answer = await uploads.handle(
          { town: device.town, id, household, op, device: device.id },
          {
            method: request.method,
            headers: request.headers,
            body: request.body instanceof Readable ? request.body : undefined,
          },
        );
        return reply.code(answer.status).headers(answer.headers).header('cache-control', 'no-store').send();
      },
    });
  });

  app.get(
    '/api/office/photos/:id',
    { onRequest: deps.requireOfficeSession, schema: { params: z.object({ id: photoId }) } },
    async (request, reply) => {
      const { town, village } = sessionOf(request);
      const { id } = request.params;
      const seen = await photoInScope(deps.db, town, village, id);
      const content = seen ? await files.read(town, id) : undefined;
      if (!content) throw new ProblemError('not-found');
      return reply
        .type('image/jpeg')
        .header('cache-control', PHOTO_CACHE)
        .header('x-content-type-options', 'nosniff')
        .send(content);
    },
  );
}
