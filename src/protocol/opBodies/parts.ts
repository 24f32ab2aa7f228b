/** Parts that bodies of several families have. */
import * as z from 'zod/mini';
import { isDay } from '../../domain/calendar.ts';
import type { OpBodies, OpKind } from '../../domain/op.ts';
import { DEVICE_ID, REF } from '../../domain/ref.ts';
import { storable } from '../storable.ts';

/** A text that the database can keep, perhaps empty. */
export const text = (max: number) => z.string().check(z.maxLength(max), storable);
/** A text that says something. */
export const word = (max: number) => z.string().check(z.minLength(1), z.maxLength(max), storable);
/** A whole number, both bounds included. */
export const whole = (min: number, max: number) => z.int().check(z.gte(min), z.lte(max));
export const householdCode = z.string().check(z.regex(/^[0-9A-Z][0-9A-Z-]{1,19}$/));
export const ref = z.string().check(z.regex(REF));
export const day = z.string().check(z.refine((s) => isDay(s), 'not a day'));
export const month = z.string().check(z.regex(/^\d{4}-(0[1-9]|1[0-2])$/));
/** Points of one deed, item or line. */
export const POINTS_MAX = 10_000;
export const points = whole(-POINTS_MAX, POINTS_MAX);
export const quantity = whole(1, 10_000);
export const tags = z.array(word(20)).check(z.maxLength(20));
export const village = word(10);
export const reason = word(200);
export const deviceId = z.string().check(z.regex(DEVICE_ID));

/** Some of the bodies; that none is missing is checked where they come together. */
export type BodySchemas = { readonly [K in OpKind]?: z.ZodMiniType<OpBodies[K]> };
