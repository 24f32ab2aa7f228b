/**
 * A client as a stranger would write it from docs/wire.md alone: fetch and node:crypto, nothing of the product. It keeps its
 * log and what it loaded in memory. Whatever it needs that the page does not say is a fault of the page.
 */
import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { gzipSync } from 'node:zlib';

type Json = Record<string, unknown>;

interface StrangersOp {
  readonly seq: number;
  readonly kind: string;
  readonly body: Json;
  readonly by: string;
  readonly at: number;
  readonly schema: number;
}

export interface Table {
  readonly n: number;
  readonly c: Readonly<Record<string, unknown>>;
}

export interface Groups {
  readonly order: readonly (string | number)[];
  readonly groups: Readonly<Record<string, Table>>;
}

interface SyncAnswer {
  readonly high: number;
  readonly verdicts?: Table;
  readonly changes?: { readonly events: Groups; readonly cursor: Json; readonly more: boolean };
  readonly directive?: string;
}

/** "The log": the canonical JSON of a value. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const fields = Object.entries(value).filter(([, v]) => v !== undefined);
  fields.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${fields.map(([name, v]) => `${JSON.stringify(name)}:${canonical(v)}`).join()}}`;
}

/** "Chain": the hash of an op behind `prev`. */
export function chainHash(prev: string, { seq, kind, body, by, at, schema }: StrangersOp): string {
  const text = canonical([seq, kind, body, by, at, schema]);
  return createHash('sha256')
    .update(prev + text, 'utf8')
    .digest('hex');
}

function added(steps: readonly number[]): number[] {
  let sum = 0;
  return steps.map((step) => {
    sum += step;
    return sum;
  });
}

function cells(column: unknown, n: number): readonly unknown[] {
  if (Array.isArray(column)) return column;
  const { v, d, p, r } = column as { v?: unknown; d?: number[]; p?: string | string[]; r?: number[] };
  if (d) return added(d);
  if (p !== undefined && r)
    return added(r).map((seq, i) => `${typeof p === 'string' ? p : p[i]}-${String(seq).padStart(6, '0')}`);
  return Array.from({ length: n }, () => v);
}

/** "Columns": the rows again. */
export function rows({ n, c }: Table): Json[] {
  const list: Json[] = Array.from({ length: n }, () => ({}));
  for (const [name, column] of Object.entries(c))
    for (const [i, cell] of cells(column, n).entries()) {
      const row = list[i];
      if (row && cell !== null) row[name] = cell;
    }
  return list;
}

/** "Groups": every object in its order, its kind as `type`. */
export function ungrouped({ order, groups }: Groups): Json[] {
  const left = new Map(Object.entries(groups).map(([kind, table]) => [kind, rows(table)]));
  const list: Json[] = [];
  for (let i = 0; i < order.length; i += 2) {
    const kind = String(order[i]);
    for (const row of left.get(kind)?.splice(0, Number(order[i + 1])) ?? []) list.push({ type: kind, ...row });
  }
  return list;
}

/** "Events": a row of a group as the event it was. */
export function eventOf({ type, ...fields }: Json): Json {
  const event: Json = { type };
  const inner: Json = {};
  for (const [name, value] of Object.entries(fields)) {
    if (name.startsWith('e.')) inner[name.slice(2)] = value;
    else if (name.startsWith('~')) event[name.slice(1)] = null;
    else event[name] = value;
  }
  if (type === 'entry.recorded') event.entry = inner;
  if (type === 'redemption.recorded') event.redemption = inner;
  return event;
}

/** "Columns" and "Groups" the lazy way that the page allows: a group per run, cells row by row. */
function packed(ops: readonly StrangersOp[]): Groups {
  const order: (string | number)[] = [];
  const byKind = new Map<string, Json[]>();
  for (const { kind, body, by, at, schema } of ops) {
    const row: Json = { by, at, schema };
    for (const [name, value] of Object.entries(body)) row[`b.${name}`] = value;
    byKind.set(kind, [...(byKind.get(kind) ?? []), row]);
    order.push(kind, 1);
  }
  const groups: Record<string, Table> = {};
  for (const [kind, list] of byKind) {
    const names = new Set(list.flatMap(Object.keys));
    const column = (name: string) => list.map((row) => row[name] ?? null);
    groups[kind] = { n: list.length, c: Object.fromEntries([...names].map((name) => [name, column(name)])) };
  }
  return { order, groups };
}

export class StrangersClient {
  private readonly origin: string;
  private readonly key: KeyObject;
  private readonly genesis: string;
  private readonly authorization: string;
  readonly device: string;
  readonly log: StrangersOp[] = [];
  readonly verdicts: Json[] = [];
  readonly events: Json[] = [];
  /** Rows of the tables `h`, `m`, `e`, `r` of the first load. */
  readonly loaded: Record<string, Json[]> = { h: [], m: [], e: [], r: [] };
  private cursor: Json | undefined;
  private catalogue: { version: number } = { version: 0 };
  private ack = 0;

  private constructor(origin: string, key: KeyObject, told: Json) {
    this.origin = origin;
    this.key = key;
    this.device = String(told.device);
    this.genesis = String(told.genesis);
    this.authorization = `Device ${this.device}.${String(told.token)}`;
  }

  /** "Enrolment". */
  static async enrol(origin: string, code: string): Promise<StrangersClient> {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const { x = '', y = '' } = privateKey.export({ format: 'jwk' });
    const point = Buffer.concat([Buffer.from([4]), Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')]);
    const answer = await fetch(`${origin}/api/enrol`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ code, publicKey: point.toString('base64url'), app: 'stranger' }),
    });
    if (!answer.ok) throw new Error(await answer.text());
    return new StrangersClient(origin, privateKey, (await answer.json()) as Json);
  }

  /** `GET /api/snapshot`. */
  async load(): Promise<void> {
    const answer = await fetch(`${this.origin}/api/snapshot`, { headers: { authorization: this.authorization } });
    if (!answer.ok) throw new Error(await answer.text());
    const [head = '', ...chunks] = (await answer.text()).split('\n').filter((line) => line !== '');
    const { cursor, catalogue } = JSON.parse(head) as { cursor: Json; catalogue: { version: number } };
    Object.assign(this, { cursor, catalogue });
    for (const chunk of chunks) {
      const { files } = JSON.parse(chunk) as { files: Record<string, Table> };
      for (const [name, table] of Object.entries(files)) this.loaded[name]?.push(...rows(table));
    }
  }

  /** "The log": writes an op, gives its reference. */
  record(kind: string, body: Json, by: string): string {
    const seq = this.log.length + 1;
    this.log.push({ seq, kind, body, by, at: Date.now(), schema: 1 });
    return `${this.device}-${String(seq).padStart(6, '0')}`;
  }

  private hashAt(seq: number): string {
    return this.log.slice(0, seq).reduce(chainHash, this.genesis);
  }

  private push(opsMax: number): Json | undefined {
    const ops = this.log.slice(this.ack, this.ack + opsMax);
    if (ops.length === 0) return undefined;
    const head = this.hashAt(this.ack + ops.length);
    const sig = sign('sha256', Buffer.from(head), { key: this.key, dsaEncoding: 'ieee-p1363' });
    const prev = this.hashAt(this.ack);
    return { after: this.ack, prev, ops: packed(ops), head, sig: sig.toString('base64url') };
  }

  /** `POST /api/sync`, one round trip. */
  private async round(opsMax: number): Promise<SyncAnswer> {
    const push = this.push(opsMax);
    const last = this.ack + opsMax >= this.log.length;
    const pull =
      last && this.cursor ? { cursor: this.cursor, catalogue: this.catalogue.version, carry: [] } : undefined;
    const request = { protocol: 1, app: 'stranger', now: Date.now(), ack: this.ack, push, pull };
    const answer = await fetch(`${this.origin}/api/sync`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'content-encoding': 'gzip',
        authorization: this.authorization,
      },
      body: new Uint8Array(gzipSync(JSON.stringify(request))),
    });
    if (!answer.ok) throw new Error(await answer.text());
    return (await answer.json()) as SyncAnswer;
  }

  /** Round trips until nothing is left. */
  async sync(opsMax = 500): Promise<void> {
    for (;;) {
      const answer = await this.round(opsMax);
      if (answer.directive !== undefined) throw new Error(answer.directive);
      for (const verdict of answer.verdicts ? rows(answer.verdicts) : []) {
        this.verdicts.push(verdict);
        this.ack = Number(verdict.seq);
      }
      if (answer.changes) {
        this.events.push(...ungrouped(answer.changes.events).map(eventOf));
        this.cursor = answer.changes.cursor;
      }
      if (this.ack === this.log.length && !answer.changes?.more) return;
    }
  }
}
