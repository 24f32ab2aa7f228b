/** Schemas of what becomes of a household and its profile. */
import * as z from 'zod/mini';
import { described } from '../described.ts';
import { editSchema, profileSchema } from './facts.ts';
import { type EventOf, instant, listOf, type SchemasOf, text, whole } from './parts.ts';

/** Ids of members in the one file, and what they are in the other. */
const memberIds = z.record(text, text);

export const HOUSEHOLD_EVENTS = {
  'household.registered': described<EventOf<'household.registered'>>()({
    type: z.literal('household.registered'),
    household: text,
    village: text,
    grid: text,
    ref: text,
    by: text,
    at: instant,
    base: profileSchema,
  }),
  'profile.edited': described<EventOf<'profile.edited'>>()({
    type: z.literal('profile.edited'),
    household: text,
    edits: listOf(editSchema),
    against: z.exactOptional(listOf(text)),
  }),
  'card.replaced': described<EventOf<'card.replaced'>>()({
    type: z.literal('card.replaced'),
    household: text,
    n: whole,
  }),
  'household.merged': described<EventOf<'household.merged'>>()({
    type: z.literal('household.merged'),
    household: text,
    into: text,
    ref: text,
    members: memberIds,
    by: text,
    at: instant,
    reason: text,
  }),
  'household.split': described<EventOf<'household.split'>>()({
    type: z.literal('household.split'),
    household: text,
    to: text,
    ref: text,
    members: memberIds,
    by: text,
    at: instant,
    reason: text,
  }),
  'household.moved': described<EventOf<'household.moved'>>()({
    type: z.literal('household.moved'),
    household: text,
    ref: text,
    village: text,
    grid: text,
    naturalVillage: text,
    by: text,
    at: instant,
    reason: text,
  }),
  'household.closed': described<EventOf<'household.closed'>>()({
    type: z.literal('household.closed'),
    household: text,
    ref: text,
    by: text,
    at: instant,
    reason: text,
  }),
} satisfies SchemasOf<
  | 'household.registered'
  | 'profile.edited'
  | 'card.replaced'
  | 'household.merged'
  | 'household.split'
  | 'household.moved'
  | 'household.closed'
>;
