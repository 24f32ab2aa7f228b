/**
 * Parts of what the office's browser and the server say to each other besides the sync (`office*.ts`). Everything there is by
 * session cookie. Changes of shared facts are ops and go through the sync (SY-1). Filters travel in bodies, never in
 * addresses: names must not end up in logs.
 */
import * as z from 'zod/mini';
import { DEVICE_KINDS, ROLES } from '../domain/role.ts';

/** Rows of one page of entries and cases. */
export const OFFICE_PAGE_ROWS = 50;
/** Counts stop here: nobody reads on, and the server need not walk the whole ledger. */
export const OFFICE_COUNT_MAX = 10_000;

/** A text that says something. */
export const word = (max: number) => z.string().check(z.minLength(1), z.maxLength(max));
export const count = z.int().check(z.gte(0));
export const code = word(20);
/** `2026-11-23`. */
export const day = z.string().check(z.regex(/^\d{4}-\d{2}-\d{2}$/));
/** An instant, ms. */
export const moment = z.nullable(z.int());
export const role = z.enum(ROLES);
export const deviceKind = z.enum(DEVICE_KINDS);
/** Parameters of a verdict. */
export const params = z.nullable(z.record(z.string(), z.union([z.string(), z.number(), z.array(z.string())])));
/** It was done. */
export const okSchema = z.object({ ok: z.literal(true) });
