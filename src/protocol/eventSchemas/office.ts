/** Schemas of what the office decides, publishes and closes. */
import * as z from 'zod/mini';
import { OBJECTION_OUTCOMES, OBJECTION_WAYS } from '../../domain/objection.ts';
import { described } from '../described.ts';
import { type EventOf, instant, listOf, type SchemasOf, text, whole } from './parts.ts';

const decision = z.enum(['accept', 'reject', 'keep_both', 'swap', 'cut', 'reprice', 'to', 'merge', 'noted']);
const params = z.record(text, z.union([text, z.number(), listOf(text)]));

export const OFFICE_EVENTS = {
  'case.opened': described<EventOf<'case.opened'>>()({
    type: z.literal('case.opened'),
    case: text,
    code: text,
    household: z.exactOptional(text),
    competing: z.exactOptional(listOf(text)),
    params: z.exactOptional(params),
  }),
  'case.decided': described<EventOf<'case.decided'>>()({
    type: z.literal('case.decided'),
    case: text,
    decision,
    household: z.exactOptional(text),
    by: text,
    at: instant,
    reason: z.exactOptional(text),
    replaced: z.exactOptional(text),
  }),
  'quarter.settled': described<EventOf<'quarter.settled'>>()({
    type: z.literal('quarter.settled'),
    ref: text,
    village: text,
    quarter: text,
    by: text,
    at: instant,
    households: whole,
    points: whole,
  }),
  'month.published': described<EventOf<'month.published'>>()({
    type: z.literal('month.published'),
    ...{ ref: text, village: text, month: text, by: text, at: instant, document: text, seq: whole, root: text },
    ...{ households: whole, entries: whole, points: whole, pending: whole },
    was: z.exactOptional(text),
  }),
  'month.final': described<EventOf<'month.final'>>()({
    type: z.literal('month.final'),
    ...{ ref: text, village: text, month: text, by: text, at: instant },
    ...{ households: whole, entries: whole, points: whole },
  }),
  'objection.recorded': described<EventOf<'objection.recorded'>>()({
    type: z.literal('objection.recorded'),
    ...{ objection: text, village: text, month: text },
    how: z.enum(OBJECTION_WAYS),
    ...{ day: text, due: text },
  }),
  'objection.answered': described<EventOf<'objection.answered'>>()({
    type: z.literal('objection.answered'),
    ...{ objection: text, ref: text },
    outcome: z.enum(OBJECTION_OUTCOMES),
    ...{ by: text, at: instant, effects: listOf(text) },
  }),
  'year.ranked': described<EventOf<'year.ranked'>>()({
    type: z.literal('year.ranked'),
    ref: text,
    village: z.nullable(text),
    ...{ year: whole, by: text, at: instant, document: text, seq: whole, root: text },
    ...{ households: whole, excluded: whole, points: whole },
    was: z.exactOptional(text),
  }),
  'ranking.excluded': described<EventOf<'ranking.excluded'>>()({
    type: z.literal('ranking.excluded'),
    ...{ ref: text, household: text, year: whole, excluded: z.boolean(), by: text, at: instant },
  }),
  'scope.changed': described<EventOf<'scope.changed'>>()({ type: z.literal('scope.changed'), device: text }),
  'catalogue.changed': described<EventOf<'catalogue.changed'>>()({
    type: z.literal('catalogue.changed'),
    village: z.nullable(text),
    part: z.enum(['rules', 'goods', 'policy', 'town', 'months', 'notices']),
  }),
} satisfies SchemasOf<
  | 'case.opened'
  | 'case.decided'
  | 'quarter.settled'
  | 'month.published'
  | 'month.final'
  | 'objection.recorded'
  | 'objection.answered'
  | 'year.ranked'
  | 'ranking.excluded'
  | 'scope.changed'
  | 'catalogue.changed'
>;
