/** Reading own ops back: opened, checked against the chain, parsed. */
import type { Op } from '../../domain/op.ts';
import { makeRef } from '../../domain/ref.ts';
import type { Verdict } from '../../domain/verdict.ts';
import { opHash, type RawOp } from '../../protocol/opHash.ts';
import { parseOp } from '../../protocol/opSchemas.ts';
import { openJson } from '../seal/sealing.ts';
import { OP_CONTEXT } from './appendOp.ts';
import type { Journal } from './journal.ts';
import type { JournalDb, OpRow, VerdictRow } from './journalDb.ts';

export interface OwnOp {
  readonly seq: number;
  readonly ref: string;
  readonly hash: string;
  readonly raw: RawOp;
  /** Absent for an op that this version of the app does not understand. */
  readonly op?: Op;
  readonly verdict?: Verdict;
  /** Recording instant corrected by the server, or as recorded before a verdict, ms. */
  readonly at: number;
  /** Held, and nobody has decided yet. */
  readonly waiting: boolean;
}

/** An op as it was recorded, whatever became of it. */
export type Opened = Pick<OwnOp, 'seq' | 'ref' | 'hash' | 'raw' | 'op'>;

/** An op with what the server says of it. */
export type Judged = Opened & { readonly verdict: Verdict | undefined };

/** Most opened ops that are remembered. */
const REMEMBERED_MAX = 4_000;

/** An op in the journal does not fit the chain: the storage is damaged or was tampered with. */
export class ChainBrokenError extends Error {
  readonly seq: number;
  constructor(seq: number) {
    super(`op ${seq} does not fit the chain`);
    this.seq = seq;
  }
}

/** Opens ops and remembers them: rows never change once written. */
export class OwnOps {
  private readonly journal: Journal;
  private readonly remembered = new Map<number, Opened>();

  constructor(journal: Journal) {
    this.journal = journal;
  }

  /** Own ops behind `after` that are of one household, or count for it by now (CF-09), in order. */
  async ofHousehold(household: string, after: number): Promise<readonly OwnOp[]> {
    const { db } = this.journal;
    return this.read(async () => {
      const own = await db.ops
        .where('[household+seq]')
        .between([household, after], [household, Infinity], false)
        .toArray();
      const followed = (await db.verdicts.where('to').equals(household).primaryKeys()).filter((seq) => seq > after);
      if (followed.length === 0) return own;
      const more = (await db.ops.bulkGet(followed)).filter((row) => row !== undefined);
      return [...own, ...more].sort((a, b) => a.seq - b.seq);
    });
  }

  /** Own ops with after < seq ≤ to, at most `limit`, in order. */
  range(after: number, to: number, limit = Infinity): Promise<readonly OwnOp[]> {
    const rows = this.journal.db.ops.where('seq').between(after, to, false, true);
    return this.read(() => (limit === Infinity ? rows : rows.limit(limit)).toArray());
  }

  /** Newest own ops first. */
  newest(limit: number): Promise<readonly OwnOp[]> {
    return this.read(() => this.journal.db.ops.orderBy(':id').reverse().limit(limit).toArray());
  }

  /** Keeps what was just recorded at hand: nothing needs to open it again. */
  remember(opened: Opened): void {
    if (this.remembered.size >= REMEMBERED_MAX) this.remembered.clear();
    this.remembered.set(opened.seq, opened);
  }

  /** The ops with these numbers as they were recorded; missing ones are left out. Reads only what is not at hand. */
  async contents(seqs: readonly number[]): Promise<readonly Opened[]> {
    const missing = seqs.filter((seq) => !this.remembered.has(seq));
    const rows = missing.length > 0 ? await this.journal.db.ops.bulkGet(missing) : [];
    const read = new Map<number, Opened>();
    await Promise.all(rows.map(async (row) => row && read.set(row.seq, await this.open(row))));
    return seqs.flatMap((seq) => this.remembered.get(seq) ?? read.get(seq) ?? []);
  }

  /** Own ops with a verdict, after < seq ≤ to, in order. */
  async judgedRange(after: number, to: number): Promise<readonly OwnOp[]> {
    const rows = await this.journal.db.verdicts.where('seq').between(after, to, false, true).toArray();
    const verdicts = new Map(rows.map((row) => [row.seq, row]));
    const opened = await this.contents(rows.map((row) => row.seq));
    return opened.map((one) => judged(one, verdicts.get(one.seq)));
  }

  /** The own ops with these numbers; missing ones are left out. */
  some(seqs: readonly number[]): Promise<readonly OwnOp[]> {
    return this.read(async () => (await this.journal.db.ops.bulkGet([...seqs])).filter((row) => row !== undefined));
  }

  private async read(rowsOf: () => PromiseLike<readonly OpRow[]>): Promise<readonly OwnOp[]> {
    const { db } = this.journal;
    const [rows, verdicts] = await db.transaction('r', db.ops, db.verdicts, async () => {
      const found = await rowsOf();
      return [found, await verdictsOn(db, found)] as const;
    });
    return Promise.all(rows.map(async (row) => judged(await this.open(row), verdicts.get(row.seq))));
  }

  private async open(row: OpRow): Promise<Opened> {
    const known = this.remembered.get(row.seq);
    if (known?.hash === row.hash) return known;
    const { crypto, keys, identity } = this.journal;
    const content = await openJson<Omit<RawOp, 'seq'>>(crypto, keys.journal, OP_CONTEXT, row.sealed);
    const raw: RawOp = { seq: row.seq, ...content };
    if (opHash(row.prev, raw) !== row.hash) throw new ChainBrokenError(row.seq);
    const parsed = parseOp(raw);
    const opened = {
      seq: row.seq,
      ref: makeRef(identity.device, row.seq),
      hash: row.hash,
      raw,
      ...(parsed.ok ? { op: parsed.op } : {}),
    };
    this.remember(opened);
    return opened;
  }
}

/** From so many ops on, one read of all verdicts between the first and the last is less than one for each. */
const RUN_OPS_MIN = 20;

async function verdictsOn(db: JournalDb, ops: readonly OpRow[]): Promise<ReadonlyMap<number, VerdictRow>> {
  const seqs = ops.map((op) => op.seq);
  const rows =
    seqs.length < RUN_OPS_MIN
      ? await db.verdicts.bulkGet(seqs)
      : await db.verdicts
          .where('seq')
          .between(Math.min(...seqs), Math.max(...seqs), true, true)
          .toArray();
  return new Map(rows.flatMap((row) => (row ? [[row.seq, row] as const] : [])));
}

function judged(opened: Opened, row: VerdictRow | undefined): OwnOp {
  if (!row) return { ...opened, at: opened.raw.at, waiting: false };
  return { ...opened, verdict: row.verdict, at: opened.raw.at + row.shiftMs, waiting: row.waiting !== undefined };
}
