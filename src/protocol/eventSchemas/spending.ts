/** Schemas of what is spent, kept and moved. */
import * as z from 'zod/mini';
import { described } from '../described.ts';
import { redemptionSchema, reservationEnd, reservationSchema } from './facts.ts';
import { type EventOf, instant, listOf, type SchemasOf, text, whole } from './parts.ts';

/** Of two lengths: an account of which nothing was written off says so by leaving the total out. */
const allowanceLine = z.readonly(z.union([z.tuple([text, whole, whole]), z.tuple([text, whole, whole, whole])]));

export const SPENDING_EVENTS = {
  'redemption.recorded': described<EventOf<'redemption.recorded'>>()({
    type: z.literal('redemption.recorded'),
    household: text,
    redemption: redemptionSchema,
  }),
  'redemption.voided': described<EventOf<'redemption.voided'>>()({
    type: z.literal('redemption.voided'),
    household: text,
    redemption: text,
    ref: text,
    reason: text,
    by: z.exactOptional(text),
    at: z.exactOptional(instant),
  }),
  'reservation.made': described<EventOf<'reservation.made'>>()({
    type: z.literal('reservation.made'),
    household: text,
    reservation: reservationSchema,
  }),
  'reservation.ended': described<EventOf<'reservation.ended'>>()({
    type: z.literal('reservation.ended'),
    household: text,
    reservation: text,
    end: reservationEnd,
  }),
  'points.moved': described<EventOf<'points.moved'>>()({
    type: z.literal('points.moved'),
    household: text,
    id: text,
    with: text,
    points: whole,
    earned: whole,
  }),
  'points.lapsed': described<EventOf<'points.lapsed'>>()({
    type: z.literal('points.lapsed'),
    household: text,
    id: text,
    quarter: text,
    points: whole,
    by: text,
    at: instant,
  }),
  'allowance.set': described<EventOf<'allowance.set'>>()({
    type: z.literal('allowance.set'),
    device: text,
    lines: listOf(allowanceLine),
  }),
  'allowance.written_off': described<EventOf<'allowance.written_off'>>()({
    type: z.literal('allowance.written_off'),
    ref: text,
    device: text,
    by: text,
    at: instant,
    reason: text,
    lines: listOf(z.readonly(z.tuple([text, whole]))),
  }),
  'stock.set': described<EventOf<'stock.set'>>()({
    type: z.literal('stock.set'),
    store: text,
    lines: listOf(z.readonly(z.tuple([text, text, whole]))),
    device: z.exactOptional(text),
    seq: z.exactOptional(whole),
  }),
} satisfies SchemasOf<
  | 'redemption.recorded'
  | 'redemption.voided'
  | 'reservation.made'
  | 'reservation.ended'
  | 'points.moved'
  | 'points.lapsed'
  | 'allowance.set'
  | 'allowance.written_off'
  | 'stock.set'
>;
