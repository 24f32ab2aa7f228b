/**
 * A small real client: it enrols, records, signs, syncs, loads, and keeps household files of verdicts and feed exactly as the
 * contract says (own effects first, no echo), so that a test can compare them with what the server has.
 */
import { brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib';
import { apply, applyAllowance, newFile } from '../../../src/domain/apply.ts';
import { dayOf } from '../../../src/domain/calendar.ts';
import { type DomainEvent, type FileEvent, isFileEvent } from '../../../src/domain/event.ts';
import type { HouseholdFile } from '../../../src/domain/household.ts';
import { effects, householdOf } from '../../../src/domain/judge/effects.ts';
import { must } from '../../../src/domain/must.ts';
import { isHouseholdOp, type OpBodies, type OpKind } from '../../../src/domain/op.ts';
import { remainingOf } from '../../../src/domain/points.ts';
import type { Verdict } from '../../../src/domain/verdict.ts';
import { canonicalJson } from '../../../src/protocol/canonical.ts';
import type { Catalogue } from '../../../src/protocol/catalogue.ts';
import { packColumns } from '../../../src/protocol/columns.ts';
import type { EnrolResponse } from '../../../src/protocol/device.ts';
import { parseOp } from '../../../src/protocol/opSchemas.ts';
import { unpackEvents } from '../../../src/protocol/packEvents.ts';
import { type SnapshotChunk, type SnapshotHead, unpackFiles } from '../../../src/protocol/snapshot.ts';
import {
  BATCH_OPS_MAX,
  type Cursor,
  PROTOCOL,
  type SyncRequest,
  type SyncResponse,
} from '../../../src/protocol/sync.ts';
import { packVerdicts, type SeqVerdict, unpackVerdicts } from '../../../src/protocol/wireVerdict.ts';
import { type DeviceKey, DeviceLog, newDeviceKey, type Push, type Recorded } from './deviceLog.ts';
import type { Answer, Transport } from './syncServer.ts';

const ZONE_MINUTES = 480;
const CODE = 'urn:village-points:problem:';

export interface Identity {
  readonly device: string;
  readonly token: string;
  readonly genesis: string;
  readonly certificate?: string;
}

/** The body of an answer as JSON, unpacked if it is compressed. */
export function jsonOf<T = Record<string, unknown>>(answer: Answer): T {
  return JSON.parse(textOf(answer)) as T;
}

function textOf({ headers, body }: Answer): string {
  // fetch has already unpacked what it received, and says so by nothing: only a packed body is no JSON.
  if (body[0] === 0x7b) return body.toString();
  const encoding = headers['content-encoding'];
  if (encoding === 'br') return brotliDecompressSync(body).toString();
  if (encoding === 'gzip') return gunzipSync(body).toString();
  return body.toString();
}

/** An answer that is a problem: its code and what else it says. */
export class ProblemAnswer extends Error {
  readonly code: string;
  readonly status: number;
  readonly problem: { readonly errors?: readonly { path: string; message: string }[]; readonly high?: number };
  constructor(answer: Answer) {
    const problem = jsonOf<{ type: string } & ProblemAnswer['problem']>(answer);
    super(JSON.stringify(problem));
    this.code = problem.type.replace(CODE, '');
    this.status = answer.status;
    this.problem = problem;
  }
}

export interface SyncOptions {
  readonly push?: boolean;
  readonly pull?: boolean;
  /** Most ops of the batch. */
  readonly opsMax?: number;
  /** Fields that replace those of the request. */
  readonly change?: Partial<Record<keyof SyncRequest, unknown>>;
}

export class TestDevice {
  readonly log: DeviceLog;
  readonly verdicts = new Map<string, SeqVerdict>();
  /** SY-14: verdicts of a history that the server lost, by own seq, until they come again. */
  readonly former = new Map<number, SeqVerdict>();
  readonly events: DomainEvent[] = [];
  readonly files = new Map<string, HouseholdFile>();
  readonly cases: SnapshotHead['cases'][number][] = [];
  transport: Transport;
  cursor: Cursor | undefined;
  catalogue: Catalogue | undefined;
  carry: string[] = [];
  clock: () => number = Date.now;
  headers: Record<string, string> = {};
  /** Verdicts up to this own seq are here. */
  ack = 0;
  /** Own ops up to this seq are in the files. */
  counted = 0;
  readonly identity: Identity;

  constructor(transport: Transport, identity: Identity, key: DeviceKey) {
    this.transport = transport;
    this.identity = identity;
    this.log = new DeviceLog(identity.device, identity.genesis, key);
  }

  /** Turns a one-time code into a device, over HTTP. Throws ProblemAnswer. */
  static async enrol(transport: Transport, code: string): Promise<TestDevice> {
    const key = await newDeviceKey();
    const body = Buffer.from(JSON.stringify({ code, publicKey: key.publicKey, app: 'test' }));
    const headers = { 'content-type': 'application/json' };
    const answer = await transport({ method: 'POST', path: '/api/enrol', headers, body });
    if (answer.status !== 200) throw new ProblemAnswer(answer);
    return new TestDevice(transport, jsonOf<EnrolResponse & Record<string, unknown>>(answer), key);
  }

  /** The same device a second time: its storage was copied. */
  copy(): TestDevice {
    const made = new TestDevice(this.transport, this.identity, this.log.key);
    made.log.ops.push(...this.log.ops);
    made.log.hashes.push(...this.log.hashes);
    for (const [ref, verdict] of this.verdicts) made.verdicts.set(ref, verdict);
    for (const [code, file] of this.files) made.files.set(code, file);
    Object.assign(made, { cursor: this.cursor, catalogue: this.catalogue, carry: this.carry, headers: this.headers });
    Object.assign(made, { ack: this.ack, counted: this.counted });
    return made;
  }

  /** Asks another endpoint, as this device. */
  ask(path: string, body: unknown): Promise<Answer> {
    const headers = { 'content-type': 'application/json', ...this.auth() };
    return this.transport({ method: 'POST', path, headers, body: Buffer.from(JSON.stringify(body)) });
  }

  get id(): string {
    return this.identity.device;
  }

  record<K extends OpKind>(kind: K, body: OpBodies[K], by: string, how: Partial<Recorded> = {}): string {
    return this.log.append(kind, body, { by, at: this.clock(), ...how });
  }

  /** Scores a deed dated today, with what a test wants otherwise. */
  score(household: string, rule: string, by: string, change: Partial<OpBodies['entry.record']> & { at?: number } = {}) {
    const { at = this.clock(), ...rest } = change;
    const body = { household, rule, date: dayOf(at, ZONE_MINUTES), quantity: 1, points: 2, ...rest };
    return this.record('entry.record', body, by, { at });
  }

  verdict(ref: string): Verdict {
    return must(this.verdicts.get(ref), `a verdict on ${ref}`).verdict;
  }

  file(household: string): HouseholdFile {
    return must(this.files.get(household), `file ${household} on ${this.id}`);
  }

  remaining(household: string): number {
    return remainingOf(this.file(household), this.id);
  }

  /** A request as the device would send it now. */
  async request({
    push = true,
    pull = true,
    opsMax = BATCH_OPS_MAX,
    change = {},
  }: SyncOptions = {}): Promise<Record<string, unknown>> {
    const logged = push ? await this.log.batch(this.ack, opsMax) : undefined;
    const was = [...this.former.values()].filter(({ seq }) => seq > this.ack && seq <= this.ack + opsMax);
    const batch = logged && was.length > 0 ? { ...logged, was: packVerdicts(was) } : logged;
    return {
      protocol: PROTOCOL,
      app: 'test',
      now: this.clock(),
      ack: this.ack,
      ...(batch ? { push: batch } : {}),
      ...(pull && this.cursor
        ? { pull: { cursor: this.cursor, catalogue: this.catalogue?.version ?? 0, carry: this.carry } }
        : {}),
      ...change,
    };
  }

  /** Sends a body to the sync endpoint, gzip'd unless the headers say otherwise. */
  post(body: unknown): Promise<Answer> {
    const packed = Buffer.isBuffer(body) ? body : gzipSync(JSON.stringify(body));
    return this.transport({
      method: 'POST',
      path: '/api/sync',
      headers: {
        'content-type': 'application/json',
        'content-encoding': 'gzip',
        'accept-encoding': 'br, gzip',
        ...this.auth(),
      },
      body: packed,
    });
  }

  /** One round trip; the answer is taken up. Throws ProblemAnswer. */
  async sync(options: SyncOptions = {}): Promise<SyncResponse> {
    const answer = await this.post(await this.request(options));
    if (answer.status !== 200) throw new ProblemAnswer(answer);
    const response = jsonOf<SyncResponse & Record<string, unknown>>(answer);
    this.take(response);
    return response;
  }

  /** Round trips until everything is pushed and pulled. */
  async syncAll(): Promise<void> {
    for (;;) {
      const answer = await this.sync().catch(async (error: unknown) => {
        if (!(error instanceof ProblemAnswer)) throw error;
        if (error.code === 'seq-gap') this.lose(error.problem.high ?? 0);
        else if (error.code === 'device-unknown' && this.identity.certificate) await this.readmit();
        else throw error;
        return undefined;
      });
      if (!answer || (await this.heal(answer))) continue;
      if (this.ack === this.log.ops.length && !answer.changes?.more) return;
    }
  }

  /** A restored server that does not know the device takes it in again. Throws ProblemAnswer. */
  async readmit(certificate = this.identity.certificate ?? '', token = this.identity.token): Promise<void> {
    const headers = { 'content-type': 'application/json', authorization: `Device ${this.id}.${token}` };
    const body = Buffer.from(JSON.stringify({ certificate }));
    const answer = await this.transport({ method: 'POST', path: '/api/device/readmit', headers, body });
    if (answer.status !== 200) throw new ProblemAnswer(answer);
  }

  /** What an answer asks of a device whose server was restored (SY-14); true when it must ask again. */
  async heal(answer: SyncResponse): Promise<boolean> {
    const lost = answer.high < this.ack;
    if (lost) this.lose(answer.high);
    if (answer.directive === 'report') await this.sync({ push: false, pull: false, change: { report: this.report() } });
    else if (answer.directive === 'reload') await this.load();
    else return lost;
    return true;
  }

  /** The server has own ops up to `high`: the others are pushed again, with what they were told before. */
  lose(high: number): void {
    for (const [ref, verdict] of [...this.verdicts]) {
      if (verdict.seq <= high) continue;
      this.former.set(verdict.seq, verdict);
      this.verdicts.delete(ref);
    }
    this.ack = Math.min(this.ack, high);
  }

  report(): NonNullable<SyncRequest['report']> {
    const rights = [...this.files.values()].flatMap(({ code, allowances }) => {
      const own = allowances[this.id];
      return own ? [{ h: code, g: own.granted, r: own.returned }] : [];
    });
    return {
      judged: Math.max(this.ack, ...this.former.keys()),
      head: this.log.ops.length,
      rights: packColumns(rights),
    };
  }

  /** A batch for the hostile: `change` replaces parts after signing. */
  async pushOf(change: Partial<Push>, after = this.ack): Promise<Push> {
    return { ...must(await this.log.batch(after, BATCH_OPS_MAX), 'ops to push'), ...change };
  }

  /** First load or reload. Gives the lines as they came. */
  async load(encoding = 'br'): Promise<{ head: SnapshotHead; chunks: SnapshotChunk[]; bytes: number }> {
    const answer = await this.snapshot('', encoding);
    if (answer.status !== 200) throw new ProblemAnswer(answer);
    const [first = '', ...rest] = textOf(answer).trimEnd().split('\n');
    const head = JSON.parse(first) as SnapshotHead;
    const chunks = rest.map((line) => JSON.parse(line) as SnapshotChunk);
    this.files.clear();
    for (const chunk of chunks) for (const file of unpackFiles(chunk.files)) this.files.set(file.code, file);
    // Another history counts other own ops.
    if (this.cursor && this.cursor.epoch !== head.cursor.epoch) this.counted = 0;
    this.cursor = head.cursor;
    this.catalogue = head.catalogue;
    this.cases.splice(0, Infinity, ...head.cases);
    this.counted = Math.max(head.counted, this.counted);
    return { head, chunks, bytes: answer.body.length };
  }

  snapshot(query: string, encoding: string): Promise<Answer> {
    const headers = { 'accept-encoding': encoding, ...this.auth() };
    return this.transport({ method: 'GET', path: `/api/snapshot${query}`, headers });
  }

  private auth(): Record<string, string> {
    return { authorization: `Device ${this.identity.device}.${this.identity.token}`, ...this.headers };
  }

  private take(answer: SyncResponse): void {
    for (const verdict of answer.verdicts ? unpackVerdicts(answer.verdicts) : []) {
      const op = must(this.log.ops[verdict.seq - 1], `own op ${verdict.seq}`);
      const ref = `${this.id}-${String(op.seq).padStart(6, '0')}`;
      const known = this.verdicts.get(ref);
      if (known && canonicalJson(known) !== canonicalJson(verdict)) throw new Error(`another verdict on ${ref}`);
      this.verdicts.set(ref, verdict);
      this.former.delete(verdict.seq);
      this.ack = Math.max(this.ack, verdict.seq);
    }
    if (answer.catalogue) this.catalogue = answer.catalogue;
    if (!answer.changes) return;
    this.countOwn();
    // Households that moved here come whole, those that moved away go (CF-09).
    if (answer.changes.files) for (const file of unpackFiles(answer.changes.files)) this.files.set(file.code, file);
    const events = unpackEvents(answer.changes.events);
    this.events.push(...events);
    for (const event of events) this.applyEvent(event);
    for (const code of answer.changes.gone ?? []) this.files.delete(code);
    this.cursor = answer.changes.cursor;
  }

  /** Effects of own applied ops, which the feed never repeats (SY-9). */
  private countOwn(): void {
    for (const [ref, { verdict, seq, shiftMs }] of [...this.verdicts].sort(([, a], [, b]) => a.seq - b.seq)) {
      if (seq <= this.counted || verdict.outcome !== 'applied') continue;
      const raw = must(this.log.ops[seq - 1], `own op ${seq}`);
      const parsed = parseOp(raw);
      if (!parsed.ok) continue;
      if (parsed.op.kind === 'allowance.return') {
        const lines = parsed.op.body.lines.map(([household, returned]) => [household, 0, returned] as const);
        this.applyEvent({ type: 'allowance.set', device: this.id, lines });
      } else if (isHouseholdOp(parsed.op)) {
        const ctx = { ref, at: raw.at + shiftMs, zoneOffsetMinutes: ZONE_MINUTES };
        const file = this.files.get(householdOf(parsed.op, verdict));
        for (const event of effects(file, parsed.op, verdict, ctx)) this.applyFileEvent(event);
      }
    }
    this.counted = Math.max(this.counted, this.ack);
  }

  private applyEvent(event: DomainEvent): void {
    if (isFileEvent(event)) this.applyFileEvent(event);
    else if (event.type === 'allowance.set') {
      for (const [household] of event.lines) {
        const file = this.files.get(household);
        if (file) this.files.set(household, applyAllowance(file, event));
      }
    }
  }

  private applyFileEvent(event: FileEvent): void {
    const file = this.files.get(event.household);
    if (file) this.files.set(event.household, apply(file, event));
    else if (event.type === 'household.registered') this.files.set(event.household, newFile(event));
  }
}
