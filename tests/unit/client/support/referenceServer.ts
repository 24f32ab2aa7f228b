/**
 * A server in memory that keeps the contract with the same judge and effects as the real one: chain and signature checked,
 * first verdict again, a feed without echo, rights granted out of what is free. Faults are the tests' to choose.
 */

import { fromBase64url, toBase64url } from '../../../../src/client/seal/base64url.ts';
import { allowanceLine, allowanceTarget, grantFor, mergeCounters } from '../../../../src/domain/allowance.ts';
import { apply, applyAllowance, newFile } from '../../../../src/domain/apply.ts';
import { addDays, dayOf } from '../../../../src/domain/calendar.ts';
import type { DomainEvent } from '../../../../src/domain/event.ts';
import { isFileEvent } from '../../../../src/domain/event.ts';
import type { CaseDecided, CaseOpened } from '../../../../src/domain/events/office.ts';
import type { StockLine } from '../../../../src/domain/events/spending.ts';
import type { HouseholdFile } from '../../../../src/domain/household.ts';
import { settleHeld } from '../../../../src/domain/judge/caseDecision.ts';
import type { JudgeContext } from '../../../../src/domain/judge/context.ts';
import { decide } from '../../../../src/domain/judge/decide.ts';
import { effects } from '../../../../src/domain/judge/effects.ts';
import { routeOf, withRoute } from '../../../../src/domain/judge/route.ts';
import { limitsOf } from '../../../../src/domain/limit.ts';
import { type CaseDecision, type HouseholdOp, isHouseholdOp, type Op } from '../../../../src/domain/op.ts';
import { pointsOf, remainingOf } from '../../../../src/domain/points.ts';
import { DEFAULT_POLICY } from '../../../../src/domain/policy.ts';
import { pricesOf } from '../../../../src/domain/price.ts';
import { deviceOf, groupCaseId, makeRef } from '../../../../src/domain/ref.ts';
import { earmarkedOn, reservedPoints } from '../../../../src/domain/reservation.ts';
import { redeemedMoves } from '../../../../src/domain/stock.ts';
import { APPLIED, applied, type HeldCode, held, refused, type Verdict } from '../../../../src/domain/verdict.ts';
import type { Catalogue, DeviceUser } from '../../../../src/protocol/catalogue.ts';
import { unpackColumns } from '../../../../src/protocol/columns.ts';
import {
  type EnrolRequest,
  type EnrolResponse,
  type ForkRequest,
  type ForkResponse,
  forkRequestSchema,
  forkText,
} from '../../../../src/protocol/device.ts';
import { opHash, type RawOp, sha256Hex } from '../../../../src/protocol/opHash.ts';
import { parseOp } from '../../../../src/protocol/opSchemas.ts';
import { packEvents } from '../../../../src/protocol/packEvents.ts';
import { unpackOps } from '../../../../src/protocol/packOps.ts';
import { packFiles, type SnapshotHead } from '../../../../src/protocol/snapshot.ts';
import { type Cursor, type SyncRequest, type SyncResponse, syncRequestSchema } from '../../../../src/protocol/sync.ts';
import { packVerdicts, unpackVerdicts } from '../../../../src/protocol/wireVerdict.ts';
import { catalogue, PINS } from './village.ts';

interface LoggedOp {
  readonly raw: RawOp;
  readonly hash: string;
  readonly verdict: Verdict;
}

interface ServerDevice {
  readonly id: string;
  readonly token: string;
  readonly genesis: string;
  readonly publicKey: string;
  readonly users: readonly DeviceUser[];
  dataKey: string;
  log: LoggedOp[];
  carry: readonly string[];
  /** SY-14: it has to report before anything of it is taken, as the real server asks after a restore. */
  reportDue?: boolean;
  /** What it reported: own ops up to here had a verdict, and were recorded before it knew. */
  lost?: { readonly judged: number; readonly head: number };
  /** Own ops up to here are in a confirmed backup. */
  kept?: number;
  revoked?: boolean;
  /** Of an identity that came out of a fork (SY-13). */
  before?: { readonly device: string; readonly common: number };
}

interface FeedItem {
  readonly event: DomainEvent;
  readonly hash: string;
  readonly author: string | undefined;
  readonly only: readonly string[] | undefined;
}

interface HeldCase {
  readonly op: HouseholdOp;
  readonly code: HeldCode;
  readonly opened: CaseOpened;
  decided?: CaseDecided;
}

class Refusal extends Error {
  readonly status: number;
  readonly code: string;
  readonly high: number | undefined;
  constructor(status: number, code: string, high?: number) {
    super(code);
    this.status = status;
    this.code = code;
    this.high = high;
  }
}

/** Where every device of the reference server is. */
const VILLAGE = '下湾村';
const GENESIS_FEED = '0'.repeat(64);

export class ReferenceServer {
  epoch = 'e1';
  /** Requests that brought something from another history (SY-14). */
  late = 0;
  files = new Map<string, HouseholdFile>();
  feed: FeedItem[] = [];
  devices = new Map<string, ServerDevice>();
  cases = new Map<string, HeldCase>();
  users: readonly DeviceUser[];
  pins: Record<string, string> = { ...PINS };
  catalogueVersion = 1;
  /** Own ops that it will not hear of, by reference. */
  readonly refuses = new Set<string>();
  /** What the store has, and from when it costs something else. */
  market: Pick<Catalogue, 'goods' | 'comingPrices'> = { goods: [] };
  /** What lies where in the store, by `place sku`; undefined where nobody keeps a stock. */
  stock: Map<string, number> | undefined;
  chunkSize = 2;
  eventsMax = 2_000;
  tooOld = false;
  /** By how much it says it corrected instants (SY-7). */
  shiftMs = 0;
  /** Requests that reached the server, by path. */
  readonly requests: string[] = [];
  private readonly forgotten = new Map<string, ServerDevice>();
  private readonly now: () => number;

  constructor(users: readonly DeviceUser[], files: readonly HouseholdFile[], now: () => number) {
    this.users = users;
    this.now = now;
    for (const file of files) this.files.set(file.code, file);
  }

  /** The server as `fetch` sees it. */
  readonly fetch: typeof fetch = async (input, init) => {
    const url = new URL(String(input));
    this.requests.push(url.pathname);
    try {
      return await this.route(url, init ?? {});
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const body = { type: `urn:village-points:problem:${error.code}`, status: error.status, high: error.high };
      return new Response(JSON.stringify(body), { status: error.status });
    }
  };

  private async route(url: URL, init: RequestInit): Promise<Response> {
    if (url.pathname === '/api/enrol') return Response.json(await this.enrol((await readBody(init)) as EnrolRequest));
    if (url.pathname === '/api/device/readmit') return Response.json(await this.readmit(init));
    const device = this.authenticate(new Headers(init.headers).get('Authorization'));
    const handsOver = url.pathname === '/api/sync' || url.pathname === '/api/device/fork';
    if (device.revoked && !handsOver) throw new Refusal(401, 'device-unknown');
    switch (url.pathname) {
      case '/api/device/activate':
        return Response.json(this.activate(device, (await readBody(init)) as { user: string; pin: string }));
      case '/api/sync': {
        const request = syncRequestSchema.parse(await readBody(init));
        return Response.json(await this.sync(device, request));
      }
      case '/api/device/fork':
        return Response.json(await this.fork(device, forkRequestSchema.parse(await readBody(init))));
      case '/api/snapshot':
        return new Response(this.snapshot(device, url.searchParams.get('after')));
      default:
        throw new Refusal(404, 'not-found');
    }
  }

  private async enrol(request: EnrolRequest): Promise<EnrolResponse> {
    if (request.code !== 'CODE-12345') throw new Refusal(404, 'enrol-code-unknown');
    const id = `K7Q${this.devices.size + 2}`;
    const token = `token-${id}`;
    const dataKey = toBase64url(crypto.getRandomValues(new Uint8Array(32)));
    const { users } = this;
    const genesis = sha256Hex(id);
    this.devices.set(id, { id, token, genesis, publicKey: request.publicKey, users, dataKey, log: [], carry: [] });
    const lost = this.devices.get(request.before ?? '');
    const before = lost ? { device: lost.id, high: lost.log.length, lastSyncAt: this.now(), unsent: 0 } : undefined;
    const town = { code: 'CC', name: '苍城镇' };
    const certificate = `certificate of ${id}`;
    return { device: id, kind: 'tablet', token, genesis, town, users, certificate, ...(before ? { before } : {}) };
  }

  /** As a server that was put back to before a device's enrolment. */
  forget(id: string): void {
    const device = this.devices.get(id);
    if (device) this.forgotten.set(`certificate of ${id}`, device);
    this.devices.delete(id);
  }

  private async readmit(init: RequestInit): Promise<{ readonly ok: true }> {
    const { certificate } = (await readBody(init)) as { readonly certificate: string };
    const device = this.forgotten.get(certificate);
    const said = new Headers(init.headers).get('Authorization');
    if (!device || said !== `Device ${device.id}.${device.token}`) throw new Refusal(401, 'device-unknown');
    this.devices.set(device.id, { ...device, log: [], reportDue: true });
    return { ok: true };
  }

  /** As the real one, in one page: the branch gets an identity, the same for the same public key. */
  private async fork(old: ServerDevice, request: ForkRequest): Promise<ForkResponse> {
    if (!(await signed(old, forkText(old.id, request), request.sig))) throw new Refusal(401, 'signature-invalid');
    const { after, hashes, head } = request;
    const made = [...this.devices.values()].find((d) => d.publicKey === request.publicKey);
    if (made?.before) return { common: made.before.common, identity: this.identityOf(made) };
    const hashAt = (seq: number) => (seq === 0 ? old.genesis : old.log[seq - 1]?.hash);
    const parted = hashes.findIndex((hash, i) => hashAt(after + i) !== hash);
    if (parted === 0) {
      if (after === 0) throw new Refusal(400, 'invalid');
      return { common: 0 };
    }
    const common = after + (parted < 0 ? hashes.length : parted) - 1;
    if (parted < 0 && common < Math.min(head.seq, old.log.length)) return { common };
    if (common === old.log.length) throw new Refusal(409, 'conflict');
    const id = `M3P${this.devices.size + 2}`;
    const { publicKey, token } = request;
    const branch: ServerDevice = {
      ...old,
      id,
      token,
      publicKey,
      genesis: sha256Hex(id),
      log: [],
      carry: [],
      before: { device: old.id, common },
    };
    this.devices.set(id, branch);
    return { common, identity: this.identityOf(branch) };
  }

  private identityOf({ id, token, genesis, users }: ServerDevice): EnrolResponse {
    return { device: id, kind: 'tablet', token, genesis, town: { code: 'CC', name: '苍城镇' }, users };
  }

  private authenticate(header: string | null): ServerDevice {
    const match = /^Device ([^.]+)\.(.+)$/.exec(header ?? '');
    const device = this.devices.get(match?.[1] ?? '');
    if (!device || device.token !== match?.[2]) throw new Refusal(401, 'device-unknown');
    return device;
  }

  private activate(device: ServerDevice, { user, pin }: { user: string; pin: string }) {
    const person = device.users.find((u) => u.id === user);
    if (!person) throw new Refusal(403, 'forbidden');
    if (this.pins[user] !== pin) throw new Refusal(401, 'pin-wrong');
    return { user: person, dataKey: device.dataKey };
  }

  private async sync(device: ServerDevice, request: SyncRequest): Promise<SyncResponse> {
    const kept = device.kept === undefined ? {} : { kept: device.kept };
    const late = request.epoch !== undefined && request.epoch !== this.epoch;
    if (late) this.late++;
    if (late || (device.reportDue && !request.report)) {
      const asks = device.reportDue ? ({ directive: 'report' } as const) : {};
      return { protocol: 1, now: this.now(), epoch: this.epoch, high: device.log.length, ...asks, ...kept };
    }
    if (device.reportDue && request.report) this.takeReport(device, request.report);
    if (request.push) await this.push(device, request.push);
    if (this.tooOld && request.pull) throw new Refusal(426, 'too-old');
    const giveBack = request.pull && !device.revoked ? this.rebalance(device, request.pull.carry) : [];
    const verdicts = device.log
      .slice(request.ack)
      .map(({ raw, verdict }) => ({ seq: raw.seq, verdict, shiftMs: this.shiftMs }));
    const answer: SyncResponse = {
      protocol: 1,
      now: this.now(),
      epoch: this.epoch,
      high: device.log.length,
      ...(verdicts.length > 0 ? { verdicts: packVerdicts(verdicts) } : {}),
      ...(giveBack.length > 0 ? { giveBack } : {}),
      ...kept,
    };
    if (device.revoked) return { ...answer, directive: 'revoked' };
    if (!request.pull) return answer;
    const { cursor } = request.pull;
    if (cursor.epoch !== this.epoch || cursor.hash !== this.hashAt(cursor.seq)) {
      return { ...answer, directive: 'reload' };
    }
    const stale = request.pull.catalogue !== this.catalogueVersion;
    return {
      ...answer,
      changes: this.changes(device, cursor.seq),
      ...(stale ? { catalogue: { ...catalogue(device.users, this.catalogueVersion), ...this.market } } : {}),
    };
  }

  private changes(device: ServerDevice, after: number): NonNullable<SyncResponse['changes']> {
    const events: DomainEvent[] = [];
    let seq = after;
    for (const item of this.feed.slice(after)) {
      if (events.length >= this.eventsMax) break;
      seq++;
      if (item.author === device.id || (item.only && !item.only.includes(device.id))) continue;
      events.push(item.event);
    }
    const moved = new Set(events.flatMap((e) => (e.type === 'household.moved' ? [e.household] : [])));
    const files = [...moved].flatMap((code) => this.files.get(code) ?? []);
    const here = files.filter((file) => file.village === VILLAGE);
    const gone = files.filter((file) => file.village !== VILLAGE).map((file) => file.code);
    return {
      events: packEvents(events),
      cursor: this.cursorAt(seq),
      more: seq < this.feed.length,
      ...(here.length > 0 ? { files: packFiles(here) } : {}),
      ...(gone.length > 0 ? { gone } : {}),
    };
  }

  private hashAt(seq: number): string | undefined {
    return seq === 0 ? GENESIS_FEED : this.feed[seq - 1]?.hash;
  }

  private cursorAt(seq: number): Cursor {
    return { epoch: this.epoch, seq, hash: this.hashAt(seq) ?? GENESIS_FEED };
  }

  /** Writes an event to the feed and to the file it concerns. */
  publish(event: DomainEvent, author?: string, only?: readonly string[]): void {
    const hash = sha256Hex((this.hashAt(this.feed.length) ?? '') + JSON.stringify(event));
    this.feed.push({ event, hash, author, only });
    if (isFileEvent(event)) {
      const file = this.files.get(event.household);
      if (file) this.files.set(file.code, apply(file, event));
      else if (event.type === 'household.registered') this.files.set(event.household, newFile(event));
    } else if (event.type === 'allowance.set') {
      for (const [code] of event.lines) {
        const file = this.files.get(code);
        if (file) this.files.set(code, applyAllowance(file, event));
      }
    }
  }

  private async push(device: ServerDevice, push: NonNullable<SyncRequest['push']>): Promise<void> {
    const high = device.log.length;
    if (push.after > high) throw new Refusal(409, 'seq-gap', high);
    const known = push.after === 0 ? device.genesis : device.log[push.after - 1]?.hash;
    if (known !== push.prev) throw new Refusal(409, 'fork', high);
    let prev = push.prev;
    const chained = unpackOps(push.ops, push.after).map((raw) => {
      prev = opHash(prev, raw);
      return { raw, hash: prev };
    });
    if (prev !== push.head || !(await signed(device, push.head, push.sig))) throw new Refusal(401, 'signature-invalid');
    const was = new Map(push.was === undefined ? [] : unpackVerdicts(push.was).map((v) => [v.seq, v.verdict] as const));
    for (const { raw, hash } of chained) {
      const before = device.log[raw.seq - 1];
      if (before && before.hash !== hash) throw new Refusal(409, 'fork', high);
      const former = raw.seq <= (device.lost?.judged ?? 0) ? was.get(raw.seq) : undefined;
      if (!before) device.log.push({ raw, hash, verdict: this.judge(device, raw, former) });
    }
    this.moveGoods(device, high);
  }

  /** What lies at a place now; everyone hears it, and the author up to which of its ops it goes. */
  setStock(lines: readonly StockLine[], by?: { readonly device: string; readonly seq: number }): void {
    this.stock ??= new Map();
    for (const [place, sku, quantity] of lines) this.stock.set(`${place} ${sku}`, quantity);
    this.publish({ type: 'stock.set', store: VILLAGE, lines, ...by });
  }

  private moveGoods(device: ServerDevice, after: number): void {
    const { stock } = this;
    const lines = device.log.slice(after).flatMap(({ raw, verdict }) => {
      const parsed = parseOp(raw);
      if (!stock || !parsed.ok || verdict.outcome !== 'applied' || parsed.op.kind !== 'redemption.record') return [];
      return redeemedMoves(parsed.op.body.lines, device.id).flatMap(({ place, sku, quantity }): StockLine[] => {
        const before = stock.get(`${place} ${sku}`);
        if (before === undefined) return [];
        stock.set(`${place} ${sku}`, before + quantity);
        return [[place, sku, before + quantity]];
      });
    });
    if (lines.length > 0) this.setStock(lines, { device: device.id, seq: device.log.length });
  }

  /** SY-14: the larger counters count; what was promised and forgotten stands. */
  private takeReport(device: ServerDevice, report: NonNullable<SyncRequest['report']>): void {
    const { judged, head } = report;
    Object.assign(device, { reportDue: false, lost: { judged, head } });
    const lines = unpackColumns(report.rights).flatMap(({ h, g, r }) => {
      const merged = mergeCounters(this.files.get(String(h))?.allowances[device.id], {
        granted: Number(g),
        returned: Number(r),
      });
      return this.files.has(String(h)) ? [[String(h), merged.granted, merged.returned] as const] : [];
    });
    if (lines.length > 0) this.publish({ type: 'allowance.set', device: device.id, lines });
  }

  /** The one Case of several ops of a device. */
  private groupOf(device: ServerDevice, ref: string, code: HeldCode): string {
    const first = device.log.find((logged) => logged.verdict.code === code);
    return groupCaseId(first ? makeRef(device.id, first.raw.seq) : ref);
  }

  private context(device: string, op: Op, ref: string, file: HouseholdFile | undefined): JudgeContext {
    const list = { ...catalogue(this.users), ...this.market };
    const writtenOff = file?.allowances[device]?.writtenOff;
    return {
      device: { id: device, kind: 'tablet' },
      actor: this.users.find((u) => u.id === op.by),
      ref,
      at: op.at,
      zoneOffsetMinutes: 480,
      ruleVersions: list.rules,
      policy: DEFAULT_POLICY,
      publishedMonths: new Set(),
      points: pointsOf(file ?? { entries: [], redemptions: [], allowances: {} }),
      remaining: file ? remainingOf(file, device) : 0,
      ...(writtenOff ? { writtenOff: { points: writtenOff, ref: '0FFC-000001' } } : {}),
      prices: pricesOf(list.goods, list.pastPrices ?? [], list.comingPrices),
      limits: limitsOf(list.goods),
      reserving: {
        device,
        until: addDays(dayOf(op.at), DEFAULT_POLICY.reservationDays),
        right: file ? remainingOf(file, device) - earmarkedOn(file, device) : 0,
        outOfStock: [],
      },
    };
  }

  private judge(device: ServerDevice, raw: RawOp, former?: Verdict): Verdict {
    if (this.refuses.has(makeRef(device.id, raw.seq))) return refused('malformed', { field: 'x', reason: 'y' });
    const ref = makeRef(device.id, raw.seq);
    if (device.revoked) return held('device_revoked', { case: this.groupOf(device, ref, 'device_revoked') });
    const adopted = parseOp(raw);
    if (adopted.ok && adopted.op.kind === 'op.adopt') {
      const { was, op } = adopted.op.body;
      if (op.kind === 'allowance.return') return APPLIED;
      const first = !device.log.some((logged) => logged.verdict.code === 'forked');
      const group = this.groupOf(device, ref, 'forked');
      if (first) this.publish({ type: 'case.opened', case: group, code: 'forked' }, undefined, [device.id]);
      return held('forked', { case: group, was });
    }
    const parsed = parseOp(raw);
    if (!parsed.ok) {
      return parsed.unknown
        ? held('unknown_kind', { kind: raw.kind, schema: raw.schema })
        : refused('malformed', { field: parsed.field, reason: parsed.reason });
    }
    const { op } = parsed;
    if (former?.outcome === 'refused') return former;
    if (former?.outcome === 'held' && isHouseholdOp(op)) {
      this.openCase(ref, op, former);
      return former;
    }
    if (op.kind === 'allowance.return') {
      const lines = op.body.lines.map(([code, returned]) => {
        const granted = this.files.get(code)?.allowances[device.id]?.granted ?? 0;
        return [code, granted, returned] as const;
      });
      this.publish({ type: 'allowance.set', device: device.id, lines });
      return APPLIED;
    }
    if (!isHouseholdOp(op)) return refused('not_allowed', { kind: op.kind });
    return this.judgeHousehold(device, op, makeRef(device.id, raw.seq), former);
  }

  private judgeHousehold(device: ServerDevice, op: HouseholdOp, ref: string, former?: Verdict): Verdict {
    const waiting = op.kind === 'entry.reverse' ? this.cases.get(op.body.entry) : undefined;
    if (waiting && !waiting.decided && op.kind === 'entry.reverse') {
      this.closeCase(op.body.entry, 'reject', op.by);
      return applied('ok', { withdrawn: op.body.entry });
    }
    const about = routeOf(op, op.at, (code) => this.files.get(code));
    const { file } = about;
    const ctx = this.context(device.id, about.op, ref, file);
    const first = decide(file, about.op, ctx);
    const honoured = former?.outcome === 'applied' && first.outcome !== 'applied';
    const again = honoured ? decide(file, about.op, { ...ctx, honoured }) : first;
    const verdict = withRoute(again, about, op.body.household);
    if (verdict.outcome === 'held') this.openCase(ref, op, verdict);
    const author = about.params ? undefined : device.id;
    for (const event of effects(about.file, op, verdict, ctx)) this.publish(event, author);
    return verdict;
  }

  private openCase(ref: string, op: HouseholdOp, verdict: Extract<Verdict, { outcome: 'held' }>): void {
    const list = verdict.params?.competing;
    const competing = Array.isArray(list) ? (list as readonly string[]) : [];
    const opened: CaseOpened = {
      type: 'case.opened',
      case: ref,
      code: verdict.code,
      household: op.body.household,
      competing,
    };
    this.cases.set(ref, { op, code: verdict.code, opened });
    this.publish(opened, undefined, [deviceOf(ref), ...competing.map(deviceOf)]);
  }

  private closeCase(ref: string, decision: CaseDecision, by: string): void {
    const open = this.cases.get(ref);
    if (!open) throw new Error(`no case ${ref}`);
    const decided: CaseDecided = { type: 'case.decided', case: ref, decision, by, at: this.now() };
    open.decided = decided;
    this.publish(decided, undefined, [deviceOf(ref), ...(open.opened.competing ?? []).map(deviceOf)]);
  }

  /** A person in the office decides a Case. */
  decideCase(ref: string, decision: CaseDecision): void {
    const open = this.cases.get(ref);
    if (!open) throw new Error(`no case ${ref}`);
    if (decision !== 'reject') {
      const file = this.files.get(open.op.body.household);
      const ctx = this.context(deviceOf(ref), open.op, ref, file);
      const verdict = settleHeld(file, open.op, open.code, decision, ctx);
      for (const event of effects(file, open.op, verdict, ctx)) this.publish(event);
    }
    this.closeCase(ref, decision, 'u-office');
  }

  private rebalance(device: ServerDevice, carry: readonly string[]): [string, number][] {
    const lines: [string, number, number][] = [];
    const giveBack: [string, number][] = [];
    for (const file of this.files.values()) {
      if (!carry.includes(file.grid)) continue;
      const remaining = remainingOf(file, device.id);
      const points = pointsOf(file);
      const reserved = { here: earmarkedOn(file, device.id), all: reservedPoints(file) };
      const target = allowanceTarget('carry', points, remaining, DEFAULT_POLICY, reserved);
      const grant = grantFor(target, remaining, points);
      const counters = file.allowances[device.id] ?? { granted: 0, returned: 0 };
      if (grant > 0) lines.push([file.code, counters.granted + grant, counters.returned]);
      else if (remaining > target) giveBack.push([file.code, target]);
    }
    if (lines.length > 0) this.publish({ type: 'allowance.set', device: device.id, lines });
    return giveBack;
  }

  private snapshot(device: ServerDevice, after: string | null): ReadableStream<Uint8Array> {
    const home = new Set(device.users.map((u) => u.grid));
    const rank = (file: HouseholdFile) => `${home.has(file.grid) ? 0 : 1}:${file.code}`;
    const here = [...this.files.values()].filter((file) => file.village === VILLAGE);
    const files = here.sort((a, b) => (rank(a) < rank(b) ? -1 : 1));
    const left = files.filter((file) => after === null || rank(file) > after);
    const head: SnapshotHead = {
      protocol: 1,
      cursor: this.cursorAt(this.feed.length),
      counted: device.log.length,
      households: files.length,
      home: files.filter((file) => home.has(file.grid)).length,
      catalogue: { ...catalogue(device.users, this.catalogueVersion), ...this.market },
      ...(this.stock
        ? {
            stock: {
              counted: device.log.length,
              lines: [...this.stock].map(([key, n]) => {
                const [place = '', sku = ''] = key.split(' ');
                return [VILLAGE, place, sku, n] as const;
              }),
            },
          }
        : {}),
      cases: this.feed.flatMap(({ event, only }) =>
        (event.type === 'case.opened' || event.type === 'case.decided') && only?.includes(device.id) ? [event] : [],
      ),
    };
    const elsewhere = [...this.files.values()].filter((file) => file.village !== VILLAGE);
    const rights = elsewhere.flatMap(({ code, allowances }) => {
      const own = allowances[device.id];
      return own ? [allowanceLine(code, own)] : [];
    });
    const voided = elsewhere.flatMap(({ code, redemptions }) =>
      redemptions.flatMap(({ id, voided: how }) =>
        how && deviceOf(id) === device.id
          ? [{ type: 'redemption.voided', household: code, redemption: id, ...how }]
          : [],
      ),
    );
    const own = [{ type: 'allowance.set', device: device.id, lines: rights }, ...voided];
    const lines = [JSON.stringify(rights.length > 0 ? { ...head, elsewhere: own } : head)];
    for (let from = 0; from < left.length; from += this.chunkSize) {
      const chunk = left.slice(from, from + this.chunkSize);
      const last = chunk.at(-1);
      if (last) lines.push(JSON.stringify({ key: rank(last), files: packFiles(chunk) }));
    }
    return new Blob([lines.map((line) => `${line}\n`).join('')]).stream();
  }

  /** AL-2, for every household: what is redeemed and promised never exceeds what is final. */
  overspent(): readonly string[] {
    return [...this.files.values()].flatMap((file) => {
      const { final, redeemed, allotted } = pointsOf(file);
      return redeemed + allotted > final ? [file.code] : [];
    });
  }

  /** Everything a backup holds. */
  backup() {
    const { files, feed, cases } = this;
    return structuredClone({ files, feed, cases, logs: [...this.devices].map(([id, d]) => [id, d.log] as const) });
  }

  /** Brings a backup back as the real server does: another epoch, and every device reports first. */
  restoreAsBackup(backup: ReturnType<ReferenceServer['backup']>): void {
    this.restore(backup);
    this.epoch = `${this.epoch}+`;
    for (const device of this.devices.values())
      Object.assign(device, { reportDue: true, lost: undefined, kept: device.log.length });
  }

  /** Brings a backup back; the epoch stays, as after an honest but careless restore. */
  restore(backup: ReturnType<ReferenceServer['backup']>): void {
    const copy = structuredClone(backup);
    this.files = copy.files;
    this.feed = copy.feed;
    this.cases = copy.cases;
    for (const [id, log] of copy.logs) {
      const device = this.devices.get(id);
      if (device) device.log = log;
    }
  }
}

async function readBody(init: RequestInit): Promise<unknown> {
  const packed = new Headers(init.headers).get('Content-Encoding') === 'gzip';
  const body = new Blob([init.body as BlobPart]);
  const stream = packed ? body.stream().pipeThrough(new DecompressionStream('gzip')) : body.stream();
  return new Response(stream).json();
}

async function signed(device: ServerDevice, text: string, sig: string): Promise<boolean> {
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
  const key = await crypto.subtle.importKey('raw', fromBase64url(device.publicKey), algorithm, false, ['verify']);
  return crypto.subtle.verify(algorithm, key, fromBase64url(sig), new TextEncoder().encode(text));
}
