/** Schemas of the facts of a household file, as events carry them. */
import * as z from 'zod/mini';
import type {
  Agreement,
  Edit,
  Entry,
  Member,
  Profile,
  Redemption,
  Reservation,
  ReservationEnd,
} from '../../domain/household.ts';
import { described } from '../described.ts';
import { day, type ItemType, instant, listOf, text, whole } from './parts.ts';

const entryStatus = z.enum(['submitted', 'approved', 'rejected']);

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

export const agreement = {
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
  waits: z.exactOptional(z.literal(true)),
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

export const reservationEnd = z.union([
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
