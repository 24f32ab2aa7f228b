/** What the interface description says of one route besides the schemas that the route itself checks. */
import type { $ZodType } from 'zod/v4/core';
import type { ProblemCode } from '../../../protocol/problem.ts';

/** Who is let in: anybody, a device by its secret, a person of the office by the session cookie. */
export type Auth = 'anybody' | 'device' | 'session';

export interface RouteDoc {
  readonly summary: string;
  readonly auth: Auth;
  readonly body?: { readonly type: string; readonly schema?: $ZodType };
  readonly answer: {
    readonly status: number;
    readonly text: string;
    readonly type?: string;
    readonly schema?: $ZodType;
  };
  /** Besides those that every route of its kind can have. */
  readonly problems?: readonly ProblemCode[];
}

export type RouteDocs = Readonly<Record<string, RouteDoc>>;

export const JSON_TYPE = 'application/json';
export const JPEG = 'image/jpeg';
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
/** What most lists of the office answer. */
export const SEES = 'what the person may see';

export const json = (text: string, schema?: $ZodType) => ({
  status: 200,
  text,
  type: JSON_TYPE,
  ...(schema ? { schema } : {}),
});

/** A route of the office that answers JSON. */
export const office = (summary: string, text = SEES, problems: readonly ProblemCode[] = []): RouteDoc => ({
  summary,
  auth: 'session',
  answer: json(text),
  problems,
});

/** A route of the office that answers an Excel file. */
export const excel = (summary: string, problems: readonly ProblemCode[] = []): RouteDoc => ({
  summary,
  auth: 'session',
  answer: { status: 200, text: 'the file', type: XLSX },
  problems,
});
