/** Devices as the office lists, enrols and revokes them. */
import * as z from 'zod/mini';
import { code, count, deviceKind, moment, word } from './officeParts.ts';

/** A device that was not heard of for this long is called silent, in days. */
export const SILENT_DAYS = 3;

export const officeDeviceRequestSchema = z.object({
  publicKey: z.string().check(z.minLength(80), z.maxLength(100)),
  app: z.string().check(z.maxLength(40)),
});

export const enrolCodeRequestSchema = z.object({
  kind: z.enum(['tablet', 'counter']),
  village: code,
  users: z.array(word(40)).check(z.minLength(1), z.maxLength(20)),
  name: word(40),
});

/** `code` is in its canonical form and shown this once; the server keeps its hash. */
export const enrolCodeResponseSchema = z.object({ code: z.string(), origin: z.string(), expiresAt: z.int() });
export type EnrolCodeResponse = z.infer<typeof enrolCodeResponseSchema>;

export const openEnrolCodesSchema = z.object({
  codes: z.array(
    z.object({
      kind: deviceKind,
      village: z.nullable(z.string()),
      name: z.string(),
      users: z.array(z.string()),
      createdBy: z.string(),
      expiresAt: z.int(),
    }),
  ),
});
export type OpenEnrolCode = z.infer<typeof openEnrolCodesSchema>['codes'][number];

const officeDeviceSchema = z.object({
  id: z.string(),
  kind: deviceKind,
  name: z.string(),
  village: z.nullable(z.string()),
  status: z.enum(['active', 'revoked']),
  users: z.array(z.object({ id: z.string(), name: z.string() })),
  enrolledAt: z.int(),
  lastSyncAt: moment,
  app: z.string(),
  unsent: count,
  clockOffsetMs: z.int(),
  usedBytes: z.nullable(count),
  quotaBytes: z.nullable(count),
  persisted: z.nullable(z.boolean()),
  /** Spending rights it still holds: points, and for how many households (AL-1). */
  allowance: z.object({ points: count, households: count }),
  openCases: count,
  /** The server was restored and waits for what this device still has of it (SY-14). */
  awaited: z.boolean(),
  /** Of a revoked device: records that no confirmed backup has yet, so that it keeps them sealed (CF-17). */
  unsaved: count,
  /** Write-offs of its rights (AL-5), newest first: `late` points were claimed after all, `shortfall` of them nobody covered. */
  writeOffs: z.array(
    z.object({
      id: z.string(),
      at: z.int(),
      byName: z.string(),
      reason: z.string(),
      points: count,
      households: count,
      late: count,
      shortfall: count,
    }),
  ),
});
export type OfficeDevice = z.infer<typeof officeDeviceSchema>;

export const officeDevicesSchema = z.object({ now: z.int(), devices: z.array(officeDeviceSchema) });
export const revokeRequestSchema = z.object({ device: code });

/** The devices of an Excel file, in their order: what the page shows. */
export const deviceSheetRequestSchema = z.object({
  devices: z.array(code).check(z.minLength(1), z.maxLength(2_000)),
  /** Of the sheet's words. */
  language: z.enum(['zh', 'en']),
});
