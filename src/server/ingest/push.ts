/** The way in (SY-1): a batch of ops from one device becomes verdicts and effects, in one transaction (SY-4). */

import { createHash, createPublicKey, verify } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import { CLOCK_SLACK_MS } from '../../domain/clock.ts';
import { must } from '../../domain/must.ts';
import type { Verdict } from '../../domain/verdict.ts';
import { ColumnsError } from '../../protocol/columns.ts';
import { opHashText, type RawOp } from '../../protocol/opHash.ts';
import { type ParsedOp, parseOp } from '../../protocol/opSchemas.ts';
import { unpackOps } from '../../protocol/packOps.ts';
import { BATCH_BYTES_MAX, BATCH_OPS_MAX, type SyncRequest } from '../../protocol/sync.ts';
import { isVerdict } from '../../protocol/verdictShape.ts';
import { type SeqVerdict, unpackVerdicts } from '../../protocol/wireVerdict.ts';
import type { Database } from '../db/schema.ts';
import { loadTwins } from './adopt.ts';
import type { Batch } from './batch.ts';
import { loadSameCodes } from './duplicates.ts';
import type { Former } from './healing.ts';
import { judgeOp } from './judgeOps.ts';
import type { Judging } from './judging.ts';
import { loadLineage } from './lineage.ts';
import { loadBatch } from './load.ts';
import { type OpPlace, opPlace } from './opPlace.ts';
import { PushError } from './pushError.ts';
import { loadOpenGroups, quarantine } from './quarantine.ts';
import { loadRightsHistory } from './rightsHistory.ts';
import { addGoods, type DevicePeople, loadActors, loadSetting } from './setting.ts';
import { noTownWrites, type TownWrites } from './townOps.ts';

export interface PushingDevice {
  readonly id: string;
  readonly kind: DevicePeople['device']['kind'];
  readonly village: string | null;
  readonly publicKey: string;
  readonly highSeq: number;
  readonly highHash: string;
  readonly genesis: string;
  /** Its ops are taken, and wait for a person (CF-17). */
  readonly revoked: boolean;
  /** SY-14: what it said of the history before a restore; absent when it was not asked. */
  readonly lost?: Omit<Former, 'was'> | undefined;
}

type Push = NonNullable<SyncRequest['push']>;

/** A clock may say anything; beyond a thousand years it says nothing, and sums stay exact. */
const CLOCK_OFFSET_MAX_MS = 1000 * 365 * 86_400_000;

/** Server's clock minus the device's, ms (SY-7). */
export function clockOffset(deviceNow: number, receivedAt: number): number {
  return Math.max(-CLOCK_OFFSET_MAX_MS, Math.min(receivedAt - deviceNow, CLOCK_OFFSET_MAX_MS));
}

/** What to add to a device's time stamp: its measured offset when it is clearly wrong, and never into the future (SY-7). */
export function clockShift(at: number, offsetMs: number, receivedAt: number): number {
  const corrected = Math.abs(offsetMs) > CLOCK_SLACK_MS ? at + offsetMs : at;
  return Math.min(corrected, receivedAt) - at;
}

export interface ChainedOp {
  readonly raw: RawOp;
  readonly hash: string;
}

/** PostgreSQL's `int`; no app ever reaches it. */
const SCHEMA_MAX = 2 ** 31 - 1;

/** Unpacks the batch and recomputes its chain; the last hash must be the one the device signed. */
function readBatch(push: Push, device: PushingDevice): readonly ChainedOp[] {
  let raws: RawOp[];
  try {
    raws = unpackOps(push.ops, push.after);
  } catch (error) {
    if (error instanceof ColumnsError)
      throw new PushError('bad-batch', device.highSeq, `push.ops.${error.path}: ${error.message}`);
    throw error;
  }
  if (raws.length === 0) throw new PushError('bad-batch', device.highSeq, 'push.ops: empty');
  if (raws.some((raw) => Math.abs(raw.schema) > SCHEMA_MAX))
    throw new PushError('bad-batch', device.highSeq, 'push.ops.schema: expected a version');
  if (raws.length > BATCH_OPS_MAX || Buffer.byteLength(JSON.stringify(push.ops)) > BATCH_BYTES_MAX) {
    throw new PushError('too-large', device.highSeq, `at most ${BATCH_OPS_MAX} ops or ${BATCH_BYTES_MAX} bytes`);
  }
  const chained = chainOps(push.prev, raws);
  if (chained.at(-1)?.hash !== push.head)
    throw new PushError('bad-batch', device.highSeq, 'push.head: not the hash of the last op');
  if (!signatureFits(device.publicKey, push.head, push.sig))
    throw new PushError('bad-signature', device.highSeq, 'push.sig');
  return chained;
}

/** Whether a text was signed (ECDSA P-256, P1363, base64url) with the private half of a device's key. */
export function signatureFits(publicKey: string, text: string, sig: string): boolean {
  const raw = Buffer.from(publicKey, 'base64url');
  if (raw.length !== 65) return false;
  const jwk = {
    kty: 'EC',
    crv: 'P-256',
    x: raw.subarray(1, 33).toString('base64url'),
    y: raw.subarray(33).toString('base64url'),
  };
  const key = createPublicKey({ key: jwk, format: 'jwk' });
  return verify('sha256', Buffer.from(text), { key, dsaEncoding: 'ieee-p1363' }, Buffer.from(sig, 'base64url'));
}

async function hashAt(
  db: Kysely<Database>,
  town: string,
  device: PushingDevice,
  seq: number,
): Promise<string | undefined> {
  if (seq === 0) return device.genesis;
  if (seq === device.highSeq) return device.highHash;
  const row = await db
    .selectFrom('ops')
    .select('hash')
    .where('town', '=', town)
    .where('device', '=', device.id)
    .where('seq', '=', seq)
    .executeTakeFirst();
  return row?.hash;
}

/** The ops of a batch that have no verdict yet; an overlap must be the very same ops (SY-4), or it is a fork (SY-13). */
async function newOps(
  db: Kysely<Database>,
  town: string,
  device: PushingDevice,
  push: Push,
): Promise<readonly ChainedOp[]> {
  const chained = readBatch(push, device);
  if (push.after > device.highSeq)
    throw new PushError('seq-gap', device.highSeq, `ops after ${device.highSeq} are missing`);
  const fork = () => new PushError('fork', device.highSeq, 'this history is not the one the server has');
  if ((await hashAt(db, town, device, push.after)) !== push.prev) throw fork();
  const overlap = Math.min(device.highSeq, push.after + chained.length);
  if (overlap > push.after && (await hashAt(db, town, device, overlap)) !== chained[overlap - push.after - 1]?.hash)
    throw fork();
  return chained.slice(Math.max(0, device.highSeq - push.after));
}

export interface Pushed {
  readonly verdicts: readonly SeqVerdict[];
  readonly writes: TownWrites | null;
}

/** Judges a push into the batch and writes its ops; the caller writes the batch in the same transaction. */
export async function takePush(
  db: Kysely<Database>,
  batch: Batch,
  device: PushingDevice,
  push: Push,
  clock: { readonly offsetMs: number; readonly receivedAt: number },
): Promise<Pushed> {
  const fresh = await newOps(db, batch.town.town, device, push);
  return takeOps(db, batch, device, fresh, clock, push.sig, formerOf(device, push));
}

/** What the ops of the batch were before the server was restored, as far as the device may say so. */
function formerOf(device: PushingDevice, push: Push): Former | undefined {
  const { lost } = device;
  if (!lost) return undefined;
  const verdicts = new Map<number, Verdict>();
  try {
    for (const { seq, verdict } of push.was === undefined ? [] : unpackVerdicts(push.was)) {
      if (seq <= lost.judgedSeq && isVerdict(verdict)) verdicts.set(seq, verdict);
    }
  } catch (error) {
    throw new PushError('bad-batch', device.highSeq, `push.was: ${String(error)}`);
  }
  return { ...lost, was: (seq) => verdicts.get(seq) };
}

/** Judges ops that are new and chained, and writes them. `sig` is null for the server's own console. */
export async function takeOps(
  db: Kysely<Database>,
  batch: Batch,
  device: PushingDevice,
  fresh: readonly ChainedOp[],
  clock: { readonly offsetMs: number; readonly receivedAt: number },
  sig: string | null,
  former?: Former,
): Promise<Pushed> {
  const { town } = batch.town;
  if (fresh.length === 0) return { verdicts: [], writes: null };
  const parsed: ParsedOp[] = fresh.map(({ raw }) => parseOp(raw));
  const actors = await loadActors(db, town, device.id);
  const authors = new Set(fresh.map(({ raw }) => raw.by));
  const judging = await judgingFor(db, batch, { device, actors, authors, former }, parsed, clock.receivedAt);
  const judged = fresh.map(({ raw, hash }, i) => {
    const shiftMs = clockShift(raw.at, clock.offsetMs, clock.receivedAt);
    const one = must(parsed[i], 'every op is parsed');
    const verdict = device.revoked ? quarantine(judging, raw, one) : judgeOp(judging, raw, one, raw.at + shiftMs);
    return { raw, hash, shiftMs, verdict, ...opPlace(batch, device, one) };
  });
  batch.logged = { device: device.id, seq: must(fresh.at(-1), 'a batch has an op').raw.seq };
  await writeOps(db, town, device, judged, sig);
  return {
    verdicts: judged.map(({ raw, verdict, shiftMs }) => ({ seq: raw.seq, verdict, shiftMs })),
    writes: judging.writes,
  };
}

/** Loads what judging these ops takes; changes nothing. `authors` are the users who recorded them. */
export async function judgingFor(
  db: Kysely<Database>,
  batch: Batch,
  pushing: {
    readonly device: PushingDevice;
    readonly actors: DevicePeople['actors'];
    readonly authors: ReadonlySet<string>;
    readonly former?: Former | undefined;
  },
  parsed: readonly ParsedOp[],
  now: number,
): Promise<Judging> {
  const { town } = batch.town;
  const { device, actors, authors, former } = pushing;
  const setting = await loadSetting(db, town);
  const ops = parsed.flatMap((p) => (p.ok ? [p.op] : []));
  // What waits is judged when a person decides: nothing is needed for it now.
  const judgedNow = device.revoked ? [] : ops;
  await addGoods(db, town, setting, judgedNow, now);
  const heldOps = await loadBatch(db, batch, device.id, judgedNow, setting);
  // Only these may register households.
  if (device.kind === 'office' || device.kind === 'console') await loadSameCodes(db, batch, device.id);
  const adopts = ops.filter((op) => op.kind === 'op.adopt');
  if (device.revoked || former || adopts.length > 0) await loadOpenGroups(db, batch, device.id);
  await loadTwins(db, batch, adopts);
  const lineage = adopts.length > 0 ? await loadLineage(db, town, device.id) : undefined;
  const history = await loadRightsHistory(db, town, device.id, authors);
  const people = { device, actors, history };
  return { batch, setting, people, heldOps, writes: noTownWrites(), author: device.id, lineage, former, now };
}

/** Chains ops behind a hash. */
export function chainOps(prev: string, raws: readonly RawOp[]): readonly ChainedOp[] {
  let hash = prev;
  return raws.map((raw) => {
    hash = createHash('sha256').update(opHashText(hash, raw)).digest('hex');
    return { raw, hash };
  });
}

type JudgedRaw = OpPlace & {
  readonly raw: RawOp;
  readonly hash: string;
  readonly shiftMs: number;
  readonly verdict: SeqVerdict['verdict'];
};

async function writeOps(
  db: Kysely<Database>,
  town: string,
  device: PushingDevice,
  judged: readonly JudgedRaw[],
  sig: string | null,
): Promise<void> {
  const last = must(judged.at(-1), 'a batch has an op');
  const rows = judged.map(({ raw, hash, shiftMs, verdict, household, village }) => ({
    seq: raw.seq,
    kind: raw.kind,
    // As text: a refused body may hold what a database text cannot (CF-21), yet it is kept to the letter.
    body: JSON.stringify(raw.body) ?? 'null',
    by_user: raw.by,
    at: raw.at,
    schema: raw.schema,
    hash,
    shift_ms: shiftMs,
    outcome: verdict.outcome,
    code: verdict.code,
    params: verdict.params ? JSON.stringify(verdict.params) : null,
    signature: raw === last.raw ? sig : null,
    household,
    village,
  }));
  await sql`insert into ops (town, device, seq, kind, body, by_user, at, schema, hash, shift_ms, outcome, code, params, signature, household,
      village)
    select ${town}, ${device.id}, x.seq, x.kind, x.body::json, x.by_user, x.at, x.schema, x.hash, x.shift_ms, x.outcome,
      x.code, x.params::json, x.signature, x.household, x.village from json_to_recordset(${JSON.stringify(rows)}::json) as x(seq bigint, kind text, body text, by_user text,
      at bigint, schema int, hash text, shift_ms bigint, outcome text, code text, params text, signature text, household text,
      village text)`.execute(db);
  await db
    .updateTable('devices')
    .set({ high_seq: last.raw.seq, high_hash: last.hash })
    .where('town', '=', town)
    .where('id', '=', device.id)
    .execute();
}
