/** Schemas of deeds, reviews and sessions. */
import * as z from 'zod/mini';
import { described } from '../described.ts';
import { agreement, entrySchema } from './facts.ts';
import { day, type EventOf, instant, listOf, type SchemasOf, text, whole } from './parts.ts';

export const ENTRY_EVENTS = {
  'entry.recorded': described<EventOf<'entry.recorded'>>()({
    type: z.literal('entry.recorded'),
    household: text,
    entry: entrySchema,
  }),
  'entry.reviewed': described<EventOf<'entry.reviewed'>>()({
    type: z.literal('entry.reviewed'),
    household: text,
    entry: text,
    status: z.enum(['approved', 'rejected']),
    by: text,
    at: instant,
    reason: z.exactOptional(text),
    points: z.exactOptional(whole),
    session: z.exactOptional(text),
    waits: z.exactOptional(z.literal(true)),
  }),
  'entry.agreed': described<EventOf<'entry.agreed'>>()({
    type: z.literal('entry.agreed'),
    household: text,
    entry: text,
    ...agreement,
  }),
  'entries.final': described<EventOf<'entries.final'>>()({
    type: z.literal('entries.final'),
    ...{ household: text, id: text, month: text },
    entries: listOf(text),
  }),
  'session.opened': described<EventOf<'session.opened'>>()({
    type: z.literal('session.opened'),
    session: text,
    village: text,
    date: day,
    present: listOf(text),
    chair: z.exactOptional(text),
    note: z.exactOptional(text),
    by: text,
    at: instant,
  }),
  'session.closed': described<EventOf<'session.closed'>>()({
    type: z.literal('session.closed'),
    session: text,
    by: text,
    at: instant,
    note: z.exactOptional(text),
  }),
} satisfies SchemasOf<
  'entry.recorded' | 'entry.reviewed' | 'entry.agreed' | 'entries.final' | 'session.opened' | 'session.closed'
>;
