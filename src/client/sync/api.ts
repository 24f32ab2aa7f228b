/** The server's endpoints as functions. Every failure is an ApiError with a stable code; `offline` means that no answer came. */
import * as z from 'zod/mini';
import { DEVICE_ID } from '../../domain/ref.ts';
import { DEVICE_KINDS } from '../../domain/role.ts';
import type {
  ActivateRequest,
  ActivateResponse,
  EnrolRequest,
  EnrolResponse,
  ForkRequest,
  ForkResponse,
} from '../../protocol/device.ts';
import type { SyncRequest, SyncResponse } from '../../protocol/sync.ts';
import { ApiError } from './apiError.ts';

/** Begins the `type` of every problem that this server tells. */
export const PROBLEM_PREFIX = 'urn:village-points:problem:';
/** Bodies shorter than this are not worth compressing. */
const GZIP_BYTES_MIN = 400;
const TIMEOUT_MS = 60_000;

export interface ApiDeps {
  readonly fetch: typeof fetch;
  readonly origin: string;
  readonly timers: Timers;
}

export interface Timers {
  set(run: () => void, ms: number): unknown;
  clear(timer: unknown): void;
}

/** `Authorization` of a device. */
export function deviceAuth(identity: { readonly device: string; readonly token: string }): string {
  return `Device ${identity.device}.${identity.token}`;
}

const deviceUser = z.object({
  id: z.string(),
  name: z.string(),
  role: z.enum(['grid_worker', 'store_clerk', 'village_office', 'committee', 'town_admin']),
  village: z.nullable(z.string()),
  grids: z.array(z.string()),
  grid: z.nullable(z.string()),
});

const enrolResponse = z.object({
  device: z.string().check(z.regex(DEVICE_ID)),
  kind: z.enum(DEVICE_KINDS),
  token: z.string().check(z.minLength(1)),
  genesis: z.string().check(z.regex(/^[0-9a-f]{64}$/)),
  town: z.object({ code: z.string(), name: z.string() }),
  users: z.array(deviceUser),
  before: z.exactOptional(
    z.object({ device: z.string(), high: z.int(), lastSyncAt: z.nullable(z.int()), unsent: z.int() }),
  ),
  certificate: z.exactOptional(z.string()),
}) satisfies z.ZodMiniType<EnrolResponse>;

const forkResponse = z.object({
  common: z.int().check(z.gte(0)),
  identity: z.exactOptional(enrolResponse),
}) satisfies z.ZodMiniType<ForkResponse>;

const activateResponse = z.object({
  user: deviceUser,
  dataKey: z.string().check(z.regex(/^[A-Za-z0-9_-]{43}$/)),
}) satisfies z.ZodMiniType<ActivateResponse>;

/** The shell of a sync answer; what columns carry is checked where it is unpacked. */
const syncResponse = z.looseObject({
  protocol: z.int(),
  now: z.int(),
  epoch: z.string(),
  high: z.int().check(z.gte(0)),
});

const problemBody = z.looseObject({ type: z.string(), high: z.optional(z.int().check(z.gte(0))) });

async function gzip(text: string): Promise<ArrayBuffer> {
  const stream = new Blob([text]).stream().pipeThrough(new CompressionStream('gzip'));
  return new Response(stream).arrayBuffer();
}

async function request(deps: ApiDeps, path: string, init: RequestInit): Promise<Response> {
  let answer: Response;
  try {
    answer = await deps.fetch(`${deps.origin}${path}`, { ...init, cache: 'no-store', credentials: 'same-origin' });
  } catch {
    // fetch rejects for every reason that no answer came: offline, cut, timed out.
    throw new ApiError('offline');
  }
  if (answer.ok) return answer;
  throw await problemOf(answer);
}

/** What a failed answer says; without a problem body a proxy spoke: the status is all there is. */
async function problemOf(answer: Response): Promise<ApiError> {
  const body = await answer.json().catch(() => undefined);
  const parsed = problemBody.safeParse(body);
  if (parsed.success && parsed.data.type.startsWith(PROBLEM_PREFIX)) {
    return new ApiError(parsed.data.type.slice(PROBLEM_PREFIX.length), parsed.data.high);
  }
  return new ApiError(answer.status >= 500 ? 'not-ready' : 'bad-answer');
}

async function post<T>(
  deps: ApiDeps,
  path: string,
  body: unknown,
  auth: string | undefined,
  schema: z.ZodMiniType,
): Promise<T> {
  const text = JSON.stringify(body);
  const packed = text.length >= GZIP_BYTES_MIN;
  const abort = new AbortController();
  const timer = deps.timers.set(() => abort.abort(), TIMEOUT_MS);
  try {
    const answer = await request(deps, path, {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        ...(packed ? { 'Content-Encoding': 'gzip' } : {}),
        ...(auth === undefined ? {} : { Authorization: auth }),
      },
      body: packed ? await gzip(text) : text,
      signal: abort.signal,
    });
    return await readAnswer<T>(answer, schema);
  } finally {
    deps.timers.clear(timer);
  }
}

async function readAnswer<T>(answer: Response, schema: z.ZodMiniType): Promise<T> {
  let text: string;
  try {
    text = await answer.text();
  } catch {
    throw new ApiError('offline');
  }
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    throw new ApiError('bad-answer');
  }
  if (!schema.safeParse(body).success) throw new ApiError('bad-answer');
  return body as T;
}

/** POST /api/enrol. */
export function enrol(deps: ApiDeps, body: EnrolRequest): Promise<EnrolResponse> {
  return post(deps, '/api/enrol', body, undefined, enrolResponse);
}

/** POST /api/device/activate. */
export function activate(deps: ApiDeps, auth: string, body: ActivateRequest): Promise<ActivateResponse> {
  return post(deps, '/api/device/activate', body, auth, activateResponse);
}

/** POST /api/device/fork (SY-13). */
export function postFork(deps: ApiDeps, auth: string, body: ForkRequest): Promise<ForkResponse> {
  return post(deps, '/api/device/fork', body, auth, forkResponse);
}

/** POST /api/device/readmit: a restored server takes the device in again (SY-14). */
export async function readmit(deps: ApiDeps, auth: string, certificate: string): Promise<void> {
  await post(deps, '/api/device/readmit', { certificate }, auth, z.object({ ok: z.literal(true) }));
}

/** POST /api/sync (SY-8). */
export function postSync(deps: ApiDeps, auth: string, body: SyncRequest): Promise<SyncResponse> {
  return post(deps, '/api/sync', body, auth, syncResponse);
}

/** GET /api/snapshot (SY-9): the stream of lines behind `after`. */
export async function getSnapshot(
  deps: ApiDeps,
  auth: string,
  after: string | undefined,
  signal: AbortSignal,
): Promise<ReadableStream<Uint8Array>> {
  const query = after === undefined ? '' : `?after=${encodeURIComponent(after)}`;
  const answer = await request(deps, `/api/snapshot${query}`, { headers: { Authorization: auth }, signal });
  if (!answer.body) throw new ApiError('bad-answer');
  return answer.body;
}
