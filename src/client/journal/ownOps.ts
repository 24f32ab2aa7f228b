/** Reading own ops back: opened, checked against the chain, parsed. */
import type { Op } from '../../domain/op.ts';
import { makeRef } from '../../domain/ref.ts';
import type { Verdict } from '../../domain/verdict.ts';
import { opHash, type RawOp } from '../../protocol/opHash.ts';
import { parseOp } from '../../protocol/opSchemas.ts';
import { openJson } from '../seal/sealing.ts';
import { OP_CONTEXT } from './appendOp.ts';
import type { Journal } from './journal.ts';
import type { OpRow, VerdictRow } from './journalDb.ts';

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

type Opened = Pick<OwnOp, 'seq' | 'ref' | 'hash' | 'raw' | 'op'>;

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

  /** Own ops of one household behind `after`, in order. */
  async ofHousehold(household: string, after: number): Promise<readonly OwnOp[]> {
    const { db } = this.journal;
    return this.read(() =>
      db.ops.where('[household+seq]').between([household, after], [household, Infinity], false).toArray(),
    );
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

  /** The own ops with these numbers; missing ones are left out. */
  some(seqs: readonly number[]): Promise<readonly OwnOp[]> {
    return this.read(async () => (await this.journal.db.ops.bulkGet([...seqs])).filter((row) => row !== undefined));
  }

  private async read(rowsOf: () => PromiseLike<readonly OpRow[]>): Promise<readonly OwnOp[]> {
    const { db } = this.journal;
    const [rows, verdicts] = await db.transaction('r', db.ops, db.verdicts, async () => {
      const found = await rowsOf();
      return [found, await db.verdicts.bulkGet(found.map((r) => r.seq))] as const;
    });
    return Promise.all(rows.map(async (row, i) => judged(await this.open(row), verdicts[i])));
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
    if (this.remembered.size >= REMEMBERED_MAX) this.remembered.clear();
    this.remembered.set(row.seq, opened);
    return opened;
  }
}

function judged(opened: Opened, row: VerdictRow | undefined): OwnOp {
  if (!row) return { ...opened, at: opened.raw.at, waiting: false };
  return { ...opened, verdict: row.verdict, at: opened.raw.at + row.shiftMs, waiting: row.waiting !== undefined };
}
