/**
 * POST /api/sync (SY-8): ops up; verdicts, changes and catalogue down, in one round trip. JSON, gzip'd, protocol 1.
 * Authorization: `Device <device id>.<token>`. Columns are described in columns.ts and grouped.ts.
 */
import * as z from 'zod/mini';
import { REF } from '../domain/ref.ts';
import type { Catalogue } from './catalogue.ts';
import type { Columns } from './columns.ts';
import type { Grouped } from './grouped.ts';
import type { PackedFiles } from './snapshot.ts';
import { storable } from './storable.ts';

export const PROTOCOL = 1;
/** SY-8: most ops in one batch. */
export const BATCH_OPS_MAX = 500;
/** SY-8: most bytes of a request's JSON before compression. */
export const BATCH_BYTES_MAX = 256 * 1024;
/** Most events in one answer; a device that is further behind asks again. */
export const PULL_EVENTS_MAX = 2_000;

const whole = z.int().check(z.gte(0));
const epoch = z.string().check(z.minLength(1), z.maxLength(40));
const hash = z.string().check(z.regex(/^[0-9a-f]{64}$/));

/** Place in the town's feed (SY-9): the hash is the ledger's at that place, so changed history is noticed (SY-14). */
export const cursorSchema = z.object({ epoch, seq: whole, hash });
export type Cursor = z.infer<typeof cursorSchema>;

export const syncRequestSchema = z.object({
  protocol: z.int(),
  app: z.string().check(z.maxLength(40), storable),
  /** The device's clock at sending, ms: the offset is measured by it (SY-7). */
  now: z.int(),
  /** Verdicts up to this own seq are durable on the device. */
  ack: whole,
  /** The server's history as the device knows it: in another one, `push` and `report` come too late and are not taken (SY-14). */
  epoch: z.optional(epoch),
  push: z.optional(
    z.object({
      /** Own seq before the first op of the batch. */
      after: whole,
      /** Hash of the op at `after`; the genesis hash of the enrolment for 0. */
      prev: hash,
      ops: z.unknown(),
      /** Hash of the last op of the batch. */
      head: hash,
      /** ECDSA P-256 signature (P1363, base64url) of the device key over the text of `head`. */
      sig: z.string().check(z.maxLength(120)),
      /** SY-14: verdicts that ops of the batch had before the server was restored, as wireVerdict.ts packs them. */
      was: z.optional(z.unknown()),
    }),
  ),
  /** SY-14: what the device has of the history before the server was restored; asked for by the directive `report`. */
  report: z.optional(
    z.object({
      /** Own ops up to this seq had a verdict. */
      judged: whole,
      /** Highest own seq recorded before the device heard of the restore. */
      head: whole,
      /** Spending rights as the device knows them: columns `h` household, `g` granted, `r` returned. */
      rights: z.unknown(),
    }),
  ),
  /** Absent while the tablet is locked: it cannot open its cache, so it takes no changes. */
  pull: z.optional(
    z.object({
      cursor: cursorSchema,
      /** Version of the catalogue the device has; 0 for none. */
      catalogue: whole,
      /** 出门带额度: the device wants to hold spending rights for these grids. */
      carry: z.array(z.string().check(z.maxLength(20), storable)).check(z.maxLength(200)),
    }),
  ),
  status: z.optional(
    z.object({
      unsent: whole,
      usedBytes: z.optional(whole),
      quotaBytes: z.optional(whole),
      persisted: z.optional(z.boolean()),
      /** How many people opened a notice on this device, by the notice's id; only what the server has not heard yet. */
      reads: z.optional(
        z.array(z.tuple([z.string().check(z.regex(REF)), whole.check(z.lte(1_000))])).check(z.maxLength(100)),
      ),
    }),
  ),
});
export type SyncRequest = z.infer<typeof syncRequestSchema>;

export interface SyncResponse {
  readonly protocol: number;
  /** Server's clock, ms. */
  readonly now: number;
  readonly epoch: string;
  /** Highest own seq that has a verdict. */
  readonly high: number;
  /** Rows for ack < seq ≤ high, as wireVerdict.ts packs them. */
  readonly verdicts?: Columns;
  readonly changes?: {
    readonly events: Grouped;
    readonly cursor: Cursor;
    /** CF-09: households that moved and are in scope, as they stand, so that a device that did not have them does. */
    readonly files?: PackedFiles;
    /** CF-09: households that moved out of scope. */
    readonly gone?: readonly string[];
    /** True when more is waiting: ask again at once. */
    readonly more: boolean;
  };
  readonly catalogue?: Catalogue;
  /** Spending rights that the device should return down to this many points, per household (AL-4). */
  readonly giveBack?: readonly (readonly [household: string, keep: number])[];
  /**
   * `reload`: the ledger is not the one the cursor knows; push again from `high`, then load afresh (SY-14). `report`: the server was
   * restored and took nothing of this request; send `report`, then push again from `high`.
   */
  readonly directive?: 'reload' | 'report' | 'revoked';
  /** Own ops up to this seq are in a confirmed backup: the device may forget them after 30 days (SY-14). */
  readonly kept?: number;
}
