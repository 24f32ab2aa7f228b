/** Enrolment and PINs (ordinary REST, SY-1): what a device and the server say to each other besides the sync. */
import * as z from 'zod/mini';
import type { DeviceKind } from '../domain/role.ts';
import type { DeviceUser } from './catalogue.ts';
import { storable } from './storable.ts';

/** POST /api/enrol, no authorization but the one-time code. */
export const enrolRequestSchema = z.object({
  code: z.string().check(z.minLength(8), z.maxLength(40)),
  /** The device's P-256 public key, raw uncompressed point, base64url; the private half never leaves the device. */
  publicKey: z.string().check(z.minLength(80), z.maxLength(100)),
  app: z.string().check(z.maxLength(40), storable),
});
export type EnrolRequest = z.infer<typeof enrolRequestSchema>;

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
}

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
