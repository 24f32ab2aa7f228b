import type { FastifyReply } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { Role } from '../../../domain/role.ts';
import { GOODS_PHOTO_BYTES_MAX, NOTICE_PHOTO_BYTES_MAX, PHOTO_ID } from '../../../protocol/photo.ts';
import { requireSession, sessionOf } from '../../auth/session.ts';
import { PhotoFiles } from '../../photos/photoFiles.ts';
import { keepPicture, readPicture } from '../../photos/pictures.ts';
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

/** Who adds pictures of what, and how large they may be, bytes. */
const ADDED = [
  { path: '/api/office/goods/photos', roles: ['town_admin'], bytesMax: GOODS_PHOTO_BYTES_MAX },
  { path: '/api/office/notices/photos', roles: ['village_office', 'town_admin'], bytesMax: NOTICE_PHOTO_BYTES_MAX },
] as const satisfies readonly { path: string; roles: readonly Role[]; bytesMax: number }[];

/** Pictures of goods and notices: offices add them, offices and devices look at them. */
export function registerPictures(app: App, deps: RouteDeps): void {
  const files = new PhotoFiles(deps.config.dataDir);
  app.register(async (scope) => {
    const pictures: App = scope.withTypeProvider<ZodTypeProvider>();
    pictures.addContentTypeParser(
      JPEG,
      { parseAs: 'buffer', bodyLimit: NOTICE_PHOTO_BYTES_MAX },
      (_request, body, done) => done(null, body),
    );
    for (const { path, roles, bytesMax } of ADDED) {
      pictures.post(path, { bodyLimit: bytesMax, onRequest: requireSession(deps.db, roles) }, async (request) => {
        const { town, id } = sessionOf(request);
        if (!Buffer.isBuffer(request.body)) throw new ProblemError('bad-media-type');
        return { id: await keepPicture(deps.db, files, { town, id }, request.body, bytesMax) };
      });
    }
  });

  app.get(
    '/api/office/goods/photos/:id',
    { onRequest: deps.requireOfficeSession, schema: { params } },
    async (request, reply) =>
      send(reply, await readPicture(deps.db, files, sessionOf(request).town, request.params.id)),
  );

  app.get('/api/goods/photos/:id', { schema: { params } }, async (request, reply) => {
    const { town } = await admitDevice(deps, request);
    return send(reply, await readPicture(deps.db, files, town, request.params.id));
  });
}
