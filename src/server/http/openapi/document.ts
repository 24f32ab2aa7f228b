/** The interface description at `/api/openapi.json`: every route with its schemas, who is let in, and its problems. */
import type { FastifyDynamicSwaggerOptions } from '@fastify/swagger';
import type { $ZodType } from 'zod/v4/core';
import { PROBLEMS, type ProblemCode } from '../../../protocol/problem.ts';
import { componentSchemas, jsonSchemaOf } from './jsonSchema.ts';
import type { Auth, RouteDoc } from './routeDoc.ts';
import { ROUTE_DOCS } from './routeDocs.ts';

const SECURITY: Readonly<Record<Auth, readonly Record<string, readonly string[]>[]>> = {
  anybody: [],
  // A browser of the office is a device whose person is signed in as well.
  device: [{ device: [] }, { device: [], session: [] }],
  session: [{ session: [] }],
};
const PROBLEMS_OF: Readonly<Record<Auth, readonly ProblemCode[]>> = {
  anybody: [],
  device: ['device-unknown', 'not-signed-in', 'forbidden', 'cross-origin'],
  session: ['not-signed-in', 'forbidden', 'cross-origin'],
};
const BODY_PROBLEMS: readonly ProblemCode[] = [
  'bad-request',
  'bad-json',
  'bad-gzip',
  'too-large',
  'bad-media-type',
  'bad-encoding',
];
const PARTS = ['body', 'params', 'querystring', 'headers'] as const;

type Operation = Record<string, unknown> & { requestBody?: unknown; parameters?: unknown; responses?: Responses };
type Responses = Record<string, unknown>;

/** Turns what a route checks into JSON Schema; its problems are said by `ROUTE_DOCS`. */
const transform: FastifyDynamicSwaggerOptions['transform'] = ({ schema, url }) => {
  const described: Record<string, unknown> = {};
  for (const [name, part] of Object.entries(schema ?? {})) {
    if (name === 'hide') described.hide = part;
    else if (name === 'response') {
      const ok = (part as Record<string, $ZodType>)['200'];
      if (ok) described.response = { 200: jsonSchemaOf(ok) };
    } else if ((PARTS as readonly string[]).includes(name)) described[name] = jsonSchemaOf(part as $ZodType);
  }
  return { schema: described, url };
};

function problemAnswers(codes: readonly ProblemCode[]): Responses {
  const byStatus = new Map<number, ProblemCode[]>();
  for (const code of new Set(codes)) {
    const { status } = PROBLEMS[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  const content = { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } };
  return Object.fromEntries(
    [...byStatus].map(([status, list]) => {
      const description = list.map((code) => `\`${code}\`: ${PROBLEMS[code].titleEn}`).join('; ');
      return [String(status), { description, content }];
    }),
  );
}

function okAnswer({ status, text, type, schema }: RouteDoc['answer'], said: Responses | undefined): Responses {
  if (type === undefined) return { [status]: { description: text } };
  const own = (said?.['200'] as { content?: Record<string, { schema?: unknown }> } | undefined)?.content?.[type];
  const shown = schema ? { schema: jsonSchemaOf(schema) } : (own ?? {});
  return { [status]: { description: text, content: { [type]: shown } } };
}

/** One operation with all that is known of it. */
function documented(operation: Operation, doc: RouteDoc): Operation {
  const takesBody = doc.body !== undefined || operation.requestBody !== undefined;
  const checked: readonly ProblemCode[] = takesBody || operation.parameters !== undefined ? ['invalid'] : [];
  const body = doc.body
    ? {
        required: true,
        content: { [doc.body.type]: doc.body.schema ? { schema: jsonSchemaOf(doc.body.schema) } : {} },
      }
    : operation.requestBody;
  return {
    summary: doc.summary,
    security: SECURITY[doc.auth],
    ...(operation.parameters ? { parameters: operation.parameters } : {}),
    ...(body ? { requestBody: body } : {}),
    responses: {
      ...okAnswer(doc.answer, operation.responses),
      ...problemAnswers([
        ...checked,
        ...(takesBody ? BODY_PROBLEMS : []),
        ...PROBLEMS_OF[doc.auth],
        ...(doc.problems ?? []),
        'internal',
        'not-ready',
      ]),
    },
  };
}

/** What @fastify/swagger needs to know. */
export const OPENAPI: FastifyDynamicSwaggerOptions = {
  openapi: {
    openapi: '3.1.0',
    info: {
      title: '积分随行 Village Points',
      version: '1',
      description:
        'Protocol 1. How ops are chained and signed, how lists travel as columns, and a worked example: docs/wire.md. Instants are milliseconds since 1970, points whole numbers.',
    },
    components: {
      securitySchemes: {
        device: {
          type: 'apiKey',
          in: 'header',
          name: 'Authorization',
          description: '`Device <device>.<token>`, both from POST /api/enrol; batches of ops are signed besides',
        },
        session: { type: 'apiKey', in: 'cookie', name: 'office_session', description: 'from POST /api/office/sign-in' },
      },
    },
  },
  transform,
  transformObject: (given) => {
    if (!('openapiObject' in given)) return given.swaggerObject;
    const { paths = {}, components, ...rest } = given.openapiObject;
    const shown = Object.entries(paths).map(([path, methods]) => [
      path,
      Object.fromEntries(
        Object.entries(methods ?? {}).map(([method, operation]) => {
          const doc = ROUTE_DOCS[`${method.toUpperCase()} ${path}`];
          return [method, doc ? documented(operation as Operation, doc) : operation];
        }),
      ),
    ]);
    return {
      ...rest,
      paths: Object.fromEntries(shown),
      components: { ...components, schemas: componentSchemas() as NonNullable<typeof components>['schemas'] },
    };
  },
};
