import { createHash } from 'node:crypto';
import type { FastifyReply } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { publicObjectionAnswerSchema, publicObjectionSchema } from '../../../protocol/publicity.ts';
import { publicList, townOfList } from '../../public/gongshiData.ts';
import { listPage, missingPage, rowPage, type Shown } from '../../public/gongshiPage.ts';
import { GONGSHI_CSS, GONGSHI_JS } from '../../public/gongshiStyle.ts';
import { takePublicObjection } from '../../public/takeObjection.ts';
import type { App } from '../base-app.ts';
import { problemResponses } from '../base-problem.ts';
import type { RouteDeps } from '../routes.ts';

const HTML = 'text/html; charset=utf-8';
/** The list is frozen; what is said of objections may be so old, s. */
const PAGE_CACHE = 'public, max-age=60';
const FILE_CACHE = 'public, max-age=31536000, immutable';
const SEARCH_BYTES_MAX = 512;
const OBJECTION_BYTES_MAX = 4_096;

const versioned = (path: string, text: string) =>
  `${path}?v=${createHash('sha256').update(text).digest('hex').slice(0, 12)}`;
const CSS = versioned('/gongshi/page.css', GONGSHI_CSS);
const JS = versioned('/gongshi/page.js', GONGSHI_JS);

const place = z.object({ village: z.string().max(10), month: z.string().max(10) });
const query = z.object({
  lang: z.enum(['zh', 'en']).catch('zh'),
  town: z.string().max(10).optional().catch(undefined),
  p: z.coerce.number().int().min(1).max(1_000).catch(1),
});
type Query = z.infer<typeof query>;

/** Lists of months for everybody, without sign-in: pages of plain HTML, served from the frozen document, and a way to object. */
export function registerGongshi(app: App, { db }: RouteDeps): void {
  app.register(async (scope) => {
    const pages: App = scope.withTypeProvider<ZodTypeProvider>();
    pages.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) =>
      done(null, Object.fromEntries(new URLSearchParams(String(body)))),
    );
    const find = async ({ village, month }: z.infer<typeof place>, { lang, town: named }: Query) => {
      const town = await townOfList(db, village, month, named);
      const list = town === undefined ? undefined : await publicList(db, town, village, month, Date.now());
      const shown: Shown = { lang, town: named, css: CSS, js: JS };
      return { list, shown };
    };
    const say = (reply: FastifyReply, shown: Shown, text: string | undefined, cache: string) =>
      text === undefined
        ? reply.code(404).type(HTML).header('cache-control', 'no-store').send(missingPage(shown))
        : reply.type(HTML).header('cache-control', cache).send(text);

    pages.get('/gongshi/page.css', (_request, reply) =>
      reply.type('text/css; charset=utf-8').header('cache-control', FILE_CACHE).send(GONGSHI_CSS),
    );
    pages.get('/gongshi/page.js', (_request, reply) =>
      reply.type('text/javascript; charset=utf-8').header('cache-control', FILE_CACHE).send(GONGSHI_JS),
    );
    pages.get('/gongshi/:village/:month', { schema: { params: place, querystring: query } }, async (request, reply) => {
      const { list, shown } = await find(request.params, request.query);
      return say(reply, shown, list && listPage(list, shown, '', request.query.p), PAGE_CACHE);
    });
    // What somebody looks for is in the body: names, also masked ones, are in no address.
    pages.post(
      '/gongshi/:village/:month',
      {
        bodyLimit: SEARCH_BYTES_MAX,
        schema: { params: place, querystring: query, body: z.object({ q: z.string().max(20) }) },
        config: { rateLimit: { max: 60, timeWindow: '1 minute' } },
      },
      async (request, reply) => {
        const { list, shown } = await find(request.params, request.query);
        return say(reply, shown, list && listPage(list, shown, request.body.q.trim(), 1), 'no-store');
      },
    );
    pages.get(
      '/gongshi/:village/:month/list.json',
      { schema: { params: place, querystring: query } },
      async (request, reply) => {
        const { list, shown } = await find(request.params, request.query);
        if (!list) return say(reply, shown, undefined, PAGE_CACHE);
        return reply.type('application/json; charset=utf-8').header('cache-control', PAGE_CACHE).send(list.text);
      },
    );
    pages.get(
      '/gongshi/:village/:month/:row',
      {
        schema: { params: place.extend({ row: z.coerce.number().int().min(1).max(100_000) }), querystring: query },
      },
      async (request, reply) => {
        const { list, shown } = await find(request.params, request.query);
        return say(reply, shown, list && rowPage(list, shown, request.params.row), PAGE_CACHE);
      },
    );
  });

  app.post(
    '/api/public/objections',
    {
      bodyLimit: OBJECTION_BYTES_MAX,
      schema: { body: publicObjectionSchema, response: { 200: publicObjectionAnswerSchema, ...problemResponses } },
      // A whole village may stand behind one address of its phone company.
      config: { rateLimit: { max: 20, timeWindow: '10 minutes' } },
    },
    async (request, reply) => {
      reply.header('cache-control', 'no-store');
      return takePublicObjection(db, request.body);
    },
  );
}
