/** What the office asks and hears of its notices. */
import * as z from 'zod/mini';
import { NOTICE_KINDS } from '../domain/notice.ts';
import { REF } from '../domain/ref.ts';

export const NOTICE_STATES = ['inForce', 'planned', 'over', 'withdrawn'] as const;
export type NoticeState = (typeof NOTICE_STATES)[number];

export const noticesRequestSchema = z.object({
  state: z.enum(NOTICE_STATES),
  /** Where the page before ended. */
  cursor: z.nullable(z.string().check(z.maxLength(60))),
});

const count = z.int().check(z.gte(0));

const officeNoticeSchema = z.object({
  id: z.string().check(z.regex(REF)),
  kind: z.enum(NOTICE_KINDS),
  title: z.string(),
  text: z.string(),
  photos: z.array(z.string()),
  villages: z.array(z.string()),
  grids: z.array(z.string()),
  from: z.int(),
  until: z.nullable(z.int()),
  /** Who wrote the text that stands; the name, or the id of somebody who has none. */
  by: z.string(),
  at: z.int(),
  withdrawn: z.nullable(z.object({ by: z.string(), at: z.int(), reason: z.string() })),
  /** People who opened it, and devices on which somebody did. */
  readers: count,
  devices: count,
  /** Whether the person who asks may change it: a village's office only what is for its village alone. */
  own: z.boolean(),
});

export const noticesResponseSchema = z.object({
  notices: z.array(officeNoticeSchema),
  cursor: z.nullable(z.string()),
  counts: z.object({ inForce: count, planned: count, over: count, withdrawn: count }),
  /** Devices that could show them. */
  devices: count,
});
export type NoticesResponse = z.infer<typeof noticesResponseSchema>;
