/**
 * First load (SY-9): household files as a stream, stored chunk by chunk, own grid first, resumed after any cut. The cursor of
 * the first connection stays: what happened since then comes again by the feed and changes nothing twice.
 */
import type { AllowanceCounters, HouseholdFile, Redemption } from '../../domain/household.ts';
import { deviceOf } from '../../domain/ref.ts';
import { NO_STOCK } from '../../domain/stockView.ts';
import { type SnapshotChunk, type SnapshotHead, unpackFiles } from '../../protocol/snapshot.ts';
import type { CacheMark } from '../cache/cache.ts';
import { settle } from '../journal/settle.ts';
import { deviceAuth, getSnapshot } from './api.ts';
import { ApiError } from './apiError.ts';
import type { OpenCache, SyncContext } from './context.ts';
import { readLines } from './ndjson.ts';

/** A stream that brings nothing for so long is given up and resumed. */
const SILENCE_MAX_MS = 30_000;

function parseLine<T>(line: string, proof: keyof T & string): T {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    throw new ApiError('bad-answer');
  }
  if (typeof value !== 'object' || value === null || !(proof in value)) throw new ApiError('bad-answer');
  return value as T;
}

/** A chunk whose columns do not fit is no chunk. */
function unpack({ files }: SnapshotChunk): readonly HouseholdFile[] {
  try {
    return unpackFiles(files);
  } catch {
    throw new ApiError('bad-answer');
  }
}

/** Rights, redemptions and voids of this device that the files carry, so that a reloaded cache and the journal agree. */
function ownFacts(files: readonly HouseholdFile[], device: string) {
  const counters = new Map<string, AllowanceCounters>();
  const voided: string[] = [];
  const standing: Redemption[] = [];
  for (const file of files) {
    const own = file.allowances[device];
    if (own) counters.set(file.code, own);
    for (const r of file.redemptions) {
      if (deviceOf(r.id) !== device) continue;
      if (r.voided) voided.push(r.id);
      else standing.push(r);
    }
  }
  return { counters, voided, standing };
}

/** The server's history is another one than that of the files stored so far (SY-14): the stored cache was thrown away. */
export class OtherHistoryError extends ApiError {
  constructor() {
    super('not-ready');
  }
}

class Loading {
  private readonly ctx: SyncContext;
  private readonly open: OpenCache;
  /** Where the last write left the cache: nobody else may write while it is loaded. */
  private mark: CacheMark | undefined;
  private readonly onChunk: (codes: readonly string[]) => void;

  constructor(ctx: SyncContext, open: OpenCache, onChunk: (codes: readonly string[]) => void) {
    this.ctx = ctx;
    this.open = open;
    this.onChunk = onChunk;
  }

  async head(line: string): Promise<void> {
    const head = parseLine<SnapshotHead>(line, 'cursor');
    const { epoch } = head.cursor;
    const events = [...head.cases, ...(head.elsewhere ?? [])];
    await settle(this.ctx.journal, this.ctx.ownOps, { verdicts: [], events, epoch }, this.ctx.now());
    const seen = await this.open.cache.stand();
    if (seen.cursor && seen.cursor.epoch !== epoch) {
      // Another history: files of the old one must not stay. The next connection begins at the beginning.
      await this.ctx.cacheDb.drop();
      throw new OtherHistoryError();
    }
    const home = head.home ?? 0;
    const load = { ...(seen.load ?? { done: 0, ownGridReady: false }), total: head.households, home };
    const marks = seen.load ? { load } : { load, cursor: head.cursor, counted: head.counted };
    // A load that goes on keeps its first cursor: what was booked since comes again by the feed, from there on.
    const stock = seen.load ? undefined : (head.stock ?? { ...NO_STOCK, counted: head.counted });
    this.mark = await this.open.cache.write(seen, { files: [], meta: marks, catalogue: head.catalogue, stock });
    await this.open.takeCatalogue(head.catalogue);
    this.onChunk([]);
  }

  async chunk(line: string): Promise<void> {
    const chunk = parseLine<SnapshotChunk>(line, 'files');
    const files = unpack(chunk);
    const seen = this.mark;
    if (!seen?.load || !seen.cursor) throw new ApiError('bad-answer');
    const { epoch } = seen.cursor;
    const facts = ownFacts(files, this.ctx.journal.identity.device);
    await settle(this.ctx.journal, this.ctx.ownOps, { verdicts: [], events: [], epoch, ...facts }, this.ctx.now());
    const done = seen.load.done + files.length;
    const load = { ...seen.load, key: chunk.key, done, ownGridReady: done >= seen.load.home };
    this.mark = await this.open.cache.write(seen, { files, meta: { load } });
    this.onChunk(files.map((f) => f.code));
  }

  async finish(seen: CacheMark): Promise<void> {
    await this.open.cache.write(seen, { files: [], meta: { load: null } });
    this.onChunk([]);
  }

  /** One connection: the number of chunks it brought. Throws ApiError when it was cut. */
  async connection(after: string | undefined): Promise<number> {
    const { api, journal } = this.ctx;
    const abort = new AbortController();
    let timer: unknown;
    const heard = () => {
      api.timers.clear(timer);
      timer = api.timers.set(() => abort.abort(), SILENCE_MAX_MS);
    };
    heard();
    let lines = 0;
    try {
      const stream = await getSnapshot(api, deviceAuth(journal.identity), after, abort.signal);
      for await (const line of readLines(stream, heard)) {
        if (lines === 0) await this.head(line);
        else await this.chunk(line);
        lines++;
      }
    } finally {
      api.timers.clear(timer);
    }
    if (lines === 0) throw new ApiError('offline');
    return lines - 1;
  }
}

/**
 * Loads until every file is here; returns at once when it is complete already. Call under the cache lock. Throws ApiError when
 * the connection is lost; the next call goes on behind the last whole chunk. `onChunk` gets the codes of the files stored.
 */
export async function firstLoad(
  ctx: SyncContext,
  open: OpenCache,
  onChunk: (codes: readonly string[]) => void,
): Promise<void> {
  const loading = new Loading(ctx, open, onChunk);
  for (;;) {
    const before = await open.cache.stand();
    if (before.cursor && !before.load) return;
    const chunks = await loading.connection(before.load?.key);
    const stand = await open.cache.stand();
    // A clean end short of the total may be a cut that looks like an end: only a connection that brings nothing more proves it.
    if (stand.load && (stand.load.done >= stand.load.total || chunks === 0)) await loading.finish(stand);
  }
}
