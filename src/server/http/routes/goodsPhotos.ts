import type { FastifyReply } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { GOODS_PHOTO_BYTES_MAX, PHOTO_ID } from '../../../protocol/photo.ts';
import { requireSession, sessionOf } from '../../auth/session.ts';
import { keepGoodsPhoto, readGoodsPhoto } from '../../photos/goodsPhotos.ts';
import { PhotoFiles } from '../../photos/photoFiles.ts';
import type { App } from '../base-app.ts';
import { ProblemError } from '../base-problem.ts';
import type { RouteDeps } from '../routes.ts';
import { admitDevice } from './admit.ts';

const JPEG = 'image/jpeg';
const params = z.object({ id: z.string().regex(PHOTO_ID, 'not the id of a photo') });
/** A picture never changes; whoever may see it need not ask again for a day. */
const CACHE = 'private, max-age=86400, immutable';

function send(reply: FastifyReply, content: Buffer | undefined): FastifyReply {
  if (!content) throw new ProblemError('not-found');
  return reply.type(JPEG).header('cache-control', CACHE).header('x-content-type-options', 'nosniff').send(content);
}

/** Pictures of goods: the town adds them, its office and its devices look at them. */
export function registerGoodsPhotos(app: App, deps: RouteDeps): void {
  const files = new PhotoFiles(deps.config.dataDir);
  app.register(async (scope) => {
    const pictures: App = scope.withTypeProvider<ZodTypeProvider>();
    pictures.addContentTypeParser(
      JPEG,
      { parseAs: 'buffer', bodyLimit: GOODS_PHOTO_BYTES_MAX },
      (_request, body, done) => done(null, body),
    );
    pictures.post(
      '/api/office/goods/photos',
      { bodyLimit: GOODS_PHOTO_BYTES_MAX, onRequest: requireSession(deps.db, ['town_admin']) },
      async (request) => {
        const { town, id } = sessionOf(request);
        if (!Buffer.isBuffer(request.body)) throw new ProblemError('bad-media-type');
        return { id: await keepGoodsPhoto(deps.db, files, { town, id }, request.body) };
      },
    );
  });

  app.get(
    '/api/office/goods/photos/:id',
    { onRequest: deps.requireOfficeSession, schema: { params } },
    async (request, reply) =>
      send(reply, await readGoodsPhoto(deps.db, files, sessionOf(request).town, request.params.id)),
  );

  app.get('/api/goods/photos/:id', { schema: { params } }, async (request, reply) => {
    const { town } = await admitDevice(deps, request);
    return send(reply, await readGoodsPhoto(deps.db, files, town, request.params.id));
  });
}
