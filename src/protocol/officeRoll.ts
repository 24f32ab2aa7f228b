/** A roll that the office imports: what is uploaded, what it would change, what a person chooses. */
import * as z from 'zod/mini';
import { JOB_ID } from './officeJobs.ts';

export const ROLL_BYTES_MAX = 20_000_000;
/** Header of the upload: the file's name, URI-encoded. A name may be a person's, so it is in no address. */
export const ROLL_NAME_HEADER = 'x-file-name';
export const ROLL_TYPE = 'application/octet-stream';

const code = z.string().check(z.regex(/^[A-Z][A-Z0-9]{0,5}$/));

/** Which village it is; with `newName` one that the town does not have yet, divided as the roll says. */
const place = { village: code, newName: z.nullable(z.string().check(z.minLength(1), z.maxLength(40))) };
export const rollUploadQuerySchema = z.object({
  village: code,
  name: z._default(z.string().check(z.maxLength(40)), ''),
});

const decided = {
  /** The job whose upload it is about. */
  upload: z.string().check(z.regex(JOB_ID)),
  ...place,
  fileName: z.string().check(z.minLength(1), z.maxLength(200)),
  /** By the number of the group of blocks that may be one household; the others are as recommended. */
  decisions: z.array(z.object({ group: z.int(), decision: z.enum(['merge', 'keep_both']) })).check(z.maxLength(500)),
};
export const rollPreviewInputSchema = z.object(decided);
/** `skip`: where households stand in the roll that are left out. */
export const rollImportInputSchema = z.object({
  ...decided,
  skip: z.array(z.object({ sheet: z.string().check(z.maxLength(40)), row: z.int() })).check(z.maxLength(20_000)),
});
export type RollChoice = z.infer<typeof rollPreviewInputSchema>;
export type RollImportInput = z.infer<typeof rollImportInputSchema>;

interface RollSource {
  readonly sheet: string;
  readonly row: number;
}
interface RollLine {
  readonly household: string;
  readonly head: string;
  readonly sources: readonly RollSource[];
}

/** What the roll would change. It comes as the file of the preview's job. */
export interface RollPreview {
  readonly fileName: string;
  readonly village: { readonly code: string; readonly name: string };
  /** Grids that a new village would get; null for one that the town has. */
  readonly grids:
    | readonly { readonly code: string; readonly name: string; readonly naturalVillages: readonly string[] }[]
    | null;
  readonly added: readonly (RollLine & {
    readonly doorPlate: string;
    readonly phone: string;
    readonly grid: string;
    readonly naturalVillage: string;
    readonly members: readonly string[];
  })[];
  readonly changed: readonly (RollLine & {
    readonly set: readonly { readonly field: string; readonly was: unknown; readonly value: unknown }[];
  })[];
  /** Values of the roll that are not taken, and why. */
  readonly kept: readonly {
    readonly household: string;
    readonly head: string;
    readonly field: string;
    readonly reason: 'older' | 'place' | 'absent';
    readonly here: string;
    readonly roll: string;
  }[];
  readonly withoutGrid: readonly RollLine[];
  readonly missing: readonly { readonly household: string; readonly head: string }[];
  readonly unchanged: number;
  readonly problems: readonly {
    readonly sheet: string;
    readonly row: number;
    readonly field: string;
    readonly code: string;
    readonly severity: 'error' | 'confirm' | 'warn' | 'info';
    readonly raw: string;
    readonly message: string;
  }[];
  readonly duplicates: readonly {
    readonly group: number;
    readonly message: string;
    readonly decision: 'merge' | 'keep_both';
    readonly blocks: readonly {
      readonly sheet: string;
      readonly row: number;
      readonly code: string;
      readonly head: string;
    }[];
  }[];
  readonly ignored: readonly { readonly sheet: string; readonly row: number; readonly reason: string }[];
  /** Columns of national id numbers, which are never read. */
  readonly dropped: readonly { readonly sheet: string; readonly column: string }[];
  /** Columns that mean nothing to a household file. */
  readonly unread: readonly { readonly sheet: string; readonly columns: readonly string[] }[];
}

/** What came out of an import, in the job's result. */
export interface RollImported {
  readonly recorded: number;
  readonly skipped: number;
  readonly notTaken: readonly (RollLine & { readonly code: string; readonly field: string })[];
}

/** What a preview was made of, and its figures, in the job's result: enough to go on after a reload. */
export interface RollPreviewed extends RollChoice {
  readonly added: number;
  readonly changed: number;
}
