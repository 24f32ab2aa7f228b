/** Bodies of ops on entries and of the committee’s sessions. */
import * as z from 'zod/mini';
import {
  type BodySchemas,
  day,
  householdCode,
  points,
  quantity,
  reason,
  ref,
  text,
  village,
  whole,
  word,
} from './parts.ts';

export const entryBodies = {
  'entry.record': z.strictObject({
    household: householdCode,
    rule: word(20),
    date: day,
    quantity,
    points,
    level: z.exactOptional(word(20)),
    member: z.exactOptional(word(40)),
    note: z.exactOptional(text(300)),
    photos: z.exactOptional(z.array(word(80)).check(z.maxLength(9))),
    card: z.exactOptional(whole(1, 999)),
  }),
  'entry.reverse': z.strictObject({ household: householdCode, entry: ref, reason, undo: z.exactOptional(z.boolean()) }),
  'entry.review': z
    .strictObject({
      household: householdCode,
      entry: ref,
      decision: z.enum(['approve', 'reject']),
      reason: z.exactOptional(reason),
      points: z.exactOptional(points),
      session: z.exactOptional(ref),
    })
    .check(
      z.refine((b) => b.decision === 'approve' || b.reason !== undefined, {
        path: ['reason'],
        message: 'a rejection needs a reason',
      }),
      z.refine((b) => b.decision === 'approve' || b.points === undefined, {
        path: ['points'],
        message: 'a rejection gives no points',
      }),
      z.refine((b) => b.points === undefined || b.reason !== undefined, {
        path: ['reason'],
        message: 'other points need a reason',
      }),
    ),
  'committee.session': z.strictObject({
    village,
    date: day,
    present: z.array(word(40)).check(
      z.minLength(1),
      z.maxLength(40),
      z.refine((list) => new Set(list).size === list.length, 'somebody twice'),
    ),
    chair: z.exactOptional(word(40)),
    note: z.exactOptional(text(500)),
  }),
  'committee.close': z.strictObject({ village, session: ref, note: z.exactOptional(text(500)) }),
} satisfies BodySchemas;
