import type { FastifyReply, FastifyRequest } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import {
  PROBLEMS,
  type Problem,
  type ProblemCode,
  type ProblemField,
  problem,
  problemSchema,
} from '../../protocol/problem.ts';
import type { App } from './base-app.ts';

const FIELDS_MAX = 20;

/** What a route throws to answer with a problem. `detail` is shown to people and must not repeat personal data. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  readonly statusCode: number;

  constructor(
    readonly code: ProblemCode,
    readonly extra: { readonly detail?: string; readonly errors?: ProblemField[]; readonly high?: number } = {},
  ) {
    super(extra.detail ?? PROBLEMS[code].titleEn);
    this.statusCode = PROBLEMS[code].status;
  }
}

const BY_FASTIFY_CODE: Readonly<Record<string, ProblemCode>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'too-large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'bad-media-type',
  FST_ERR_CTP_INVALID_JSON_BODY: 'bad-json',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'bad-json',
};
const BY_STATUS: Readonly<Record<number, ProblemCode>> = {
  404: 'not-found',
  413: 'too-large',
  415: 'bad-media-type',
  429: 'rate-limited',
};
/** The database is starting, stopping or not there: the same request may succeed soon. */
const DATABASE_AWAY = /^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|57P0[123]|08\w{3}|53300)$/;
/** No room: for PostgreSQL (53100), or for a file of ours. */
const DISK_FULL = /^(53100|ENOSPC|EDQUOT|EFBIG)$/;
/** The pool and the driver give these no code. */
const DATABASE_AWAY_WORDS =
  /^(timeout exceeded when trying to connect|Connection terminated|Client (has encountered a connection error|was closed) and is not queryable)/;

/** Makes problem details the only shape of an error answer, for whatever throws and for addresses nobody has. */
export function addProblems(app: App): void {
  app.setErrorHandler((error, request, reply) => sendError(error, request, reply));
}

/** Answers with the problem that an error amounts to; logs it if the fault is ours. */
export function sendError(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const answer = toProblem(error);
  if (answer.status >= 500) request.log.error({ err: error, route: request.routeOptions?.url }, 'request failed');
  if (answer.status === 503) reply.header('retry-after', '5');
  return sendProblem(reply, answer);
}

export function sendProblem(reply: FastifyReply, answer: Problem): FastifyReply {
  return reply
    .code(answer.status)
    .type('application/problem+json; charset=utf-8')
    .header('cache-control', 'no-store')
    .serializer(JSON.stringify)
    .send(answer);
}

/** The `response` entry of a route's schema for all its errors. */
export const problemResponses = { '4xx': problemSchema, '5xx': problemSchema } as const;

export function toProblem(error: unknown): Problem {
  if (error instanceof ProblemError) return problem(error.code, error.extra);
  if (hasZodFastifySchemaValidationErrors(error)) return problem('invalid', { errors: fieldsOf(error) });
  if (!(error instanceof Error)) return problem('internal');
  const { code = '', statusCode = 500 } = error as { code?: string; statusCode?: number };
  if (DATABASE_AWAY.test(code) || DATABASE_AWAY_WORDS.test(error.message)) return problem('not-ready');
  if (DISK_FULL.test(code)) return problem('disk-full');
  const known = BY_FASTIFY_CODE[code];
  if (known !== undefined) return problem(known);
  if (statusCode >= 500 || statusCode < 400) return problem('internal');
  // Fastify marks what its JSON parser refuses (a forbidden `__proto__` key, say) with 400 and nothing else.
  if (error instanceof SyntaxError) return problem('bad-json');
  return problem(BY_STATUS[statusCode] ?? 'bad-request');
}

function fieldsOf(error: {
  validationContext?: string | undefined;
  validation: readonly { instancePath: string; message?: string | undefined }[];
}): ProblemField[] {
  const part = error.validationContext ?? 'request';
  return error.validation
    .slice(0, FIELDS_MAX)
    .map((field) => ({ path: `/${part}${field.instancePath}`, message: field.message ?? '' }));
}
