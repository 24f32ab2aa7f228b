/** Enrolment and PINs (ordinary REST, SY-1): what a device and the server say to each other besides the sync. */
import * as z from 'zod/mini';
import { DEVICE_ID } from '../domain/ref.ts';
import type { DeviceKind } from '../domain/role.ts';
import type { DeviceUser } from './catalogue.ts';
import { storable } from './storable.ts';

/** POST /api/enrol, no authorization but the one-time code. */
export const enrolRequestSchema = z.object({
  code: z.string().check(z.minLength(8), z.maxLength(40)),
  /** The device's P-256 public key, raw uncompressed point, base64url; the private half never leaves the device. */
  publicKey: z.string().check(z.minLength(80), z.maxLength(100)),
  app: z.string().check(z.maxLength(40), storable),
  /** The device that this one was before its data were lost: the answer tells what the server has of it. */
  before: z.optional(z.string().check(z.regex(DEVICE_ID))),
});
export type EnrolRequest = z.infer<typeof enrolRequestSchema>;

/** What the server has of a device whose own data are gone. */
export interface EarlierDevice {
  readonly device: string;
  /** Its ops up to this seq are here. */
  readonly high: number;
  /** Last contact, ms; null if there was none. */
  readonly lastSyncAt: number | null;
  /** Ops that it still had to send at its last contact. */
  readonly unsent: number;
}

/** Answer of POST /api/enrol and POST /api/office/device. */
export interface EnrolResponse {
  readonly device: string;
  readonly kind: DeviceKind;
  /** Secret for `Authorization: Device <device>.<token>`. */
  readonly token: string;
  /** The text before the first op in the hash chain: 64 hex digits. */
  readonly genesis: string;
  readonly town: { readonly code: string; readonly name: string };
  readonly users: readonly DeviceUser[];
  /** Of `before`, when it is a device of this town. */
  readonly before?: EarlierDevice;
  /**
   * The enrolment, or the fork with where it comes from, as the town signed it: a server that was restored from an older backup takes the
   * device in again by it (SY-14).
   */
  readonly certificate?: string;
}

/** POST /api/device/readmit, authorized as a device that the server does not know any more (SY-14). */
export const readmitRequestSchema = z.object({
  certificate: z.string().check(z.regex(/^[A-Za-z0-9_-]{1,8000}\.[A-Za-z0-9_-]{86}$/)),
});

/** POST /api/device/activate: a person's first use of a device, online. Wrong PINs are counted; then the office must unlock. */
export const activateRequestSchema = z.object({
  user: z.string().check(z.minLength(1), z.maxLength(40), storable),
  pin: z.string().check(z.regex(/^\d{6}$/)),
});
export type ActivateRequest = z.infer<typeof activateRequestSchema>;

export interface ActivateResponse {
  readonly user: DeviceUser;
  /** 32 bytes, base64url: seals this device's cache; the device keeps it only wrapped under PINs. */
  readonly dataKey: string;
}

/** Most hashes in one request of a fork; a longer branch asks page by page. */
export const FORK_HASHES_MAX = 2_000;

const hash = z.string().check(z.regex(/^[0-9a-f]{64}$/));

/**
 * POST /api/device/fork, authorized by the device: its log is not the one that the server has (SY-13), so it asks for an
 * identity of its own. Asking again with the same public key gives the same identity.
 */
export const forkRequestSchema = z.object({
  app: z.string().check(z.maxLength(40), storable),
  /** Own seq of the first hash. */
  after: z.int().check(z.gte(0)),
  /** Hash of the own op at `after` (the genesis for 0), and of those behind it, up to `head` or a page full. */
  hashes: z.array(hash).check(z.minLength(1), z.maxLength(FORK_HASHES_MAX)),
  /** The newest op of the branch. */
  head: z.object({ seq: z.int().check(z.gte(0)), hash }),
  /** Public key of the identity to be made. */
  publicKey: z.string().check(z.minLength(80), z.maxLength(100)),
  /** Its secret: the device makes it, so that it has it also when the answer is lost. 32 bytes, base64url. */
  token: z.string().check(z.regex(/^[A-Za-z0-9_-]{43}$/)),
  /** Signature of `forkText` with the key of the old identity. */
  sig: z.string().check(z.maxLength(120)),
});
export type ForkRequest = z.infer<typeof forkRequestSchema>;

/** What the old key signs: who asks, for which branch, and for which new key and secret. */
export function forkText(
  device: string,
  { head, publicKey, token }: Pick<ForkRequest, 'head' | 'publicKey' | 'token'>,
): string {
  return `fork\n${device}\n${head.seq}\n${head.hash}\n${publicKey}\n${token}`;
}

export interface ForkResponse {
  /** Up to this own seq both histories are the same. Without an identity the next page starts here. */
  readonly common: number;
  readonly identity?: EnrolResponse;
}
