/** Schemas of the events that a feed carries, unpacked, and of the facts in them: for the published interface description. */
import * as z from 'zod/mini';
import type { DomainEvent } from '../domain/event.ts';
import type {
  Agreement,
  Edit,
  Entry,
  Member,
  Profile,
  Redemption,
  Reservation,
  ReservationEnd,
} from '../domain/household.ts';
import { OBJECTION_OUTCOMES, OBJECTION_WAYS } from '../domain/objection.ts';
import { described } from './described.ts';

type EventOf<T extends DomainEvent['type']> = Extract<DomainEvent, { type: T }>;
type ItemType<T> = z.ZodMiniType<T>;

const listOf = <T>(item: ItemType<T>) => z.readonly(z.array(item));
const text = z.string();
const whole = z.int();
/** An instant, ms since 1970. */
const instant = z.int();
const day = z.string().check(z.regex(/^\d{4}-\d{2}-\d{2}$/));
const entryStatus = z.enum(['submitted', 'approved', 'rejected']);
const decision = z.enum(['accept', 'reject', 'keep_both', 'swap', 'cut', 'reprice', 'to', 'merge', 'noted']);
const params = z.record(text, z.union([text, z.number(), listOf(text)]));

const memberSchema = described<Member>()({
  name: text,
  relation: text,
  birthYear: z.exactOptional(whole),
  gender: z.exactOptional(z.enum(['男', '女'])),
  tags: listOf(text),
});

export const profileSchema = described<Profile>()({
  head: text,
  phone: text,
  doorPlate: text,
  naturalVillage: text,
  status: z.enum(['active', 'away']),
  tags: listOf(text),
  members: z.record(text, memberSchema),
  pin: z.exactOptional(text),
}) satisfies ItemType<Profile>;

export const editSchema = described<Edit>()({
  ref: text,
  field: z.union([
    z.enum(['head', 'phone', 'doorPlate', 'status', 'tags', 'pin']),
    z.templateLiteral(['members.', z.string().check(z.minLength(1))]),
  ]),
  value: z.union([text, listOf(text), memberSchema, z.null()]),
  was: z.union([text, listOf(text), memberSchema, z.null()]),
  by: text,
  at: instant,
}) satisfies ItemType<Edit>;

const agreement = {
  by: text,
  at: instant,
  points: z.exactOptional(whole),
  reason: z.exactOptional(text),
  session: z.exactOptional(text),
};
const agreementSchema = described<Agreement>()(agreement) satisfies ItemType<Agreement>;

export const entrySchema = described<Entry>()({
  id: text,
  rule: text,
  date: day,
  points: whole,
  quantity: whole,
  level: z.exactOptional(text),
  member: z.exactOptional(text),
  note: z.exactOptional(text),
  photos: z.exactOptional(listOf(text)),
  by: text,
  at: instant,
  status: entryStatus,
  reviewedBy: z.exactOptional(text),
  reviewedAt: z.exactOptional(instant),
  reason: z.exactOptional(text),
  pointsBefore: z.exactOptional(whole),
  agreed: z.exactOptional(agreementSchema),
  session: z.exactOptional(text),
  reverses: z.exactOptional(text),
  late: z.exactOptional(text),
  oldCard: z.exactOptional(whole),
}) satisfies ItemType<Entry>;

export const redemptionSchema = described<Redemption>()({
  id: text,
  lines: listOf(z.object({ sku: text, quantity: whole, price: whole, hand: z.exactOptional(whole) })),
  points: whole,
  mode: z.enum(['allowance', 'online', 'carryover']),
  by: text,
  at: instant,
  date: day,
  voided: z.exactOptional(
    z.object({ ref: text, reason: text, by: z.exactOptional(text), at: z.exactOptional(instant) }),
  ),
  instead: z.exactOptional(text),
  oldCard: z.exactOptional(whole),
  late: z.exactOptional(z.object({ writeOff: text, points: whole, shortfall: whole })),
  reservation: z.exactOptional(text),
}) satisfies ItemType<Redemption>;

const reservationEnd = z.union([
  z.object({ how: z.literal('cancelled'), ref: text, by: text, at: instant, reason: text }),
  z.object({ how: z.literal('lapsed'), at: instant }),
]) satisfies ItemType<ReservationEnd>;

export const reservationSchema = described<Reservation>()({
  id: text,
  lines: listOf(z.object({ sku: text, quantity: whole, price: whole })),
  points: whole,
  handOver: z.enum(['store', 'door']),
  by: text,
  at: instant,
  date: day,
  device: z.exactOptional(text),
  until: z.exactOptional(day),
  ended: z.exactOptional(reservationEnd),
}) satisfies ItemType<Reservation>;

/** Ids of members in the one file, and what they are in the other. */
const memberIds = z.record(text, text);

/** Of two lengths: an account of which nothing was written off says so by leaving the total out. */
const allowanceLine = z.readonly(z.union([z.tuple([text, whole, whole]), z.tuple([text, whole, whole, whole])]));

/** One schema per type of event. The codes of Cases are those of held verdicts. */
export const EVENT_SCHEMAS = {
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
  }),
  'entry.agreed': described<EventOf<'entry.agreed'>>()({
    type: z.literal('entry.agreed'),
    household: text,
    entry: text,
    ...agreement,
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
} satisfies { [T in DomainEvent['type']]: ItemType<OpenCodes<EventOf<T>>> };

/** A closed list of codes is open to newer servers. */
type OpenCodes<E> = { readonly [F in keyof E]: F extends 'code' ? string : E[F] };
