/** Schemas of op bodies: the edge where unknown input becomes an Op (SY-5 refused `malformed` names field and reason). */
import * as z from 'zod/mini';
import { isDay } from '../domain/calendar.ts';
import { isPinHash } from '../domain/familyPin.ts';
import { totalOf } from '../domain/judge/redemption.ts';
import { NOTICE_KINDS } from '../domain/notice.ts';
import { OBJECTION_OUTCOMES, OBJECTION_WAYS } from '../domain/objection.ts';
import { OP_KINDS, OP_SCHEMA, type Op, type OpBodies, type OpKind } from '../domain/op.ts';
import { CASE_ID, DEVICE_ID, REF } from '../domain/ref.ts';
import { type Malformed, whyMalformed } from './malformed.ts';
import type { RawOp } from './opHash.ts';
import { OBJECTION_TEXT_MAX } from './publicity.ts';
import { storable } from './storable.ts';

const text = (max: number) => z.string().check(z.maxLength(max), storable);
const word = (max: number) => z.string().check(z.minLength(1), z.maxLength(max), storable);
const whole = (min: number, max: number) => z.int().check(z.gte(min), z.lte(max));
const householdCode = z.string().check(z.regex(/^[0-9A-Z][0-9A-Z-]{1,19}$/));
const ref = z.string().check(z.regex(REF));
const day = z.string().check(z.refine((s) => isDay(s), 'not a day'));
const month = z.string().check(z.regex(/^\d{4}-(0[1-9]|1[0-2])$/));
const POINTS_MAX = 10_000;
const points = whole(-POINTS_MAX, POINTS_MAX);
const quantity = whole(1, 10_000);
const tags = z.array(word(20)).check(z.maxLength(20));

const member = z.strictObject({
  name: word(40),
  relation: text(20),
  birthYear: z.exactOptional(whole(1900, 2100)),
  gender: z.exactOptional(z.enum(['男', '女'])),
  tags,
});

const memberId = z.string().check(z.regex(/^(m\d{1,3}|[0-9A-HJKMNP-TV-Z]{4,6}-\d{6,12}(-\d{1,2})?)$/));
const profileField = z.union([
  z.enum(['head', 'phone', 'doorPlate', 'status', 'tags', 'pin']),
  z.templateLiteral(['members.', memberId]),
]);
const profileValue = z.union([text(80), tags, member, z.null()]);

/** Which values a profile field accepts: the same rule for what is set and for what was seen. */
function fits(field: string, value: unknown): boolean {
  if (field.startsWith('members.')) return value === null || (typeof value === 'object' && !Array.isArray(value));
  if (field === 'pin') return value === null || (typeof value === 'string' && isPinHash(value));
  if (field === 'tags') return Array.isArray(value);
  if (field === 'status') return value === 'active' || value === 'away';
  if (field === 'head') return typeof value === 'string' && value.trim() !== '';
  return typeof value === 'string';
}

const line = z
  .strictObject({
    sku: word(40),
    quantity: whole(1, 999),
    price: whole(0, POINTS_MAX),
    hand: z.exactOptional(whole(1, 999)),
  })
  .check(z.refine((l) => (l.hand ?? 0) <= l.quantity, { path: ['hand'], message: 'more than the line' }));
const lines = z.array(line).check(z.minLength(1), z.maxLength(100));
const totals = z.refine<{ lines: z.infer<typeof lines>; points: number }>((b) => totalOf(b.lines) === b.points, {
  path: ['points'],
  message: 'not the sum of the lines',
});
const spendable = whole(1, POINTS_MAX);
/** Items of one version of rules. */
export const RULES_MAX = 500;

const shape = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('fixed'), points: whole(0, POINTS_MAX) }),
  z
    .strictObject({ type: z.literal('range'), min: whole(0, POINTS_MAX), max: whole(0, POINTS_MAX) })
    .check(z.refine((r) => r.min <= r.max, { path: ['max'], message: 'below the minimum' })),
  z.strictObject({ type: z.literal('per_unit'), per: whole(0, POINTS_MAX) }),
  z.strictObject({
    type: z.literal('stepped'),
    steps: z
      .array(z.strictObject({ at: whole(0, 1_000_000), points: whole(0, POINTS_MAX) }))
      .check(z.minLength(1), z.maxLength(30)),
  }),
  z.strictObject({
    type: z.literal('ladder'),
    levels: z
      .array(z.strictObject({ name: word(20), points: whole(0, POINTS_MAX) }))
      .check(z.minLength(1), z.maxLength(30)),
  }),
]);

/** An item of a town's or village's rules. */
export const ruleSchema = z.strictObject({
  code: word(20),
  category: word(20),
  title: word(60),
  description: text(500),
  kind: z.enum(['plus', 'minus']),
  shape,
  unit: text(20),
  cap: z.exactOptional(
    z.strictObject({
      times: z.exactOptional(whole(1, 10_000)),
      points: z.exactOptional(whole(1, POINTS_MAX)),
      period: z.enum(['week', 'month', 'quarter', 'year', 'once']),
      scope: z.enum(['household', 'member']),
    }),
  ),
  evidence: z.enum(['none', 'photo', 'document']),
  review: z.enum(['auto', 'village', 'committee']),
  enabled: z.boolean(),
  note: text(300),
});

const goods = z.strictObject({
  sku: word(40),
  barcode: text(20),
  name: word(60),
  spec: text(40),
  category: text(20),
  price: whole(0, POINTS_MAX),
  active: z.boolean(),
  unitCost: z.exactOptional(whole(0, 100_000_000)),
  lowStock: z.exactOptional(whole(0, 1_000_000)),
  limit: z.exactOptional(z.strictObject({ quantity: whole(1, 9_999), period: z.enum(['month', 'quarter', 'year']) })),
  photo: z.exactOptional(z.string().check(z.regex(/^[0-9a-f]{64}$/))),
});

const inOrder = z.refine<{ from: string; to: string }>(({ from, to }) => from <= to, {
  path: ['to'],
  message: 'before the first day',
});

/** Every field of a policy. */
export const policyFieldsSchema = z.strictObject({
  deedDaysBack: whole(0, 3660),
  redemptionWindows: z.union([
    z.literal('always'),
    z.array(z.strictObject({ from: day, to: day }).check(inOrder)).check(z.maxLength(60)),
  ]),
  counterSharePercent: whole(0, 100),
  carryMaxPoints: whole(0, POINTS_MAX),
  priceGraceDays: whole(0, 365),
  reservationDays: whole(0, 365),
  objectionDays: whole(1, 60),
  maskNames: z.boolean(),
  twoPersonPoints: whole(1, POINTS_MAX),
  fiveStarPercent: whole(1, 100),
  fourStarPercent: whole(1, 100),
  threeStarPercent: whole(1, 100),
  cadresApart: z.boolean(),
  villageItemMaxPoints: whole(0, POINTS_MAX),
  villagePlusItemsMax: whole(0, 100),
  villageMinusItemsMax: whole(0, 100),
});
const policy = z.partial(policyFieldsSchema);
const policyField = z.keyof(policyFieldsSchema);

const village = word(10);
const reason = word(200);

const instant = whole(0, 253_402_300_799_999);
const notice = z.strictObject({
  kind: z.enum(NOTICE_KINDS),
  title: word(80),
  text: word(5_000),
  photos: z.exactOptional(z.array(z.string().check(z.regex(/^[0-9a-f]{64}$/))).check(z.minLength(1), z.maxLength(9))),
  villages: z.array(village).check(z.maxLength(200)),
  grids: z.exactOptional(z.array(word(20)).check(z.maxLength(200))),
  from: z.exactOptional(instant),
  until: z.exactOptional(instant),
});

const deviceId = z.string().check(z.regex(DEVICE_ID));
const PIECES_MAX = 1_000_000;
/** Each sku once: of two lines nobody could say which was meant. */
const stockLines = <T extends { readonly sku: string }>(one: z.ZodMiniType<T>) =>
  z.array(one).check(
    z.minLength(1),
    z.maxLength(500),
    z.refine((list) => new Set(list.map(({ sku }) => sku)).size === list.length, 'a sku twice'),
  );

const bodies = {
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
  'household.edit': z.strictObject({
    household: householdCode,
    set: z
      .array(
        z.strictObject({ field: profileField, value: profileValue, was: profileValue }).check(
          z.refine((s) => fits(s.field, s.value), { path: ['value'], message: 'does not fit the field' }),
          z.refine((s) => fits(s.field, s.was), { path: ['was'], message: 'does not fit the field' }),
        ),
      )
      .check(
        z.minLength(1),
        z.maxLength(40),
        z.refine((set) => new Set(set.map((s) => s.field)).size === set.length, 'a field twice'),
      ),
  }),
  'household.register': z.strictObject({
    household: householdCode,
    village,
    grid: word(20),
    head: word(40),
    phone: text(20),
    doorPlate: text(60),
    naturalVillage: text(40),
    status: z.enum(['active', 'away']),
    tags,
    members: z.array(member).check(z.maxLength(60)),
  }),
  'household.merge': z
    .strictObject({ household: householdCode, into: householdCode, reason })
    .check(z.refine((b) => b.into !== b.household, { path: ['into'], message: 'the household itself' })),
  'household.split': z
    .strictObject({
      household: householdCode,
      to: householdCode,
      head: word(40),
      phone: text(20),
      doorPlate: text(60),
      members: z.array(memberId).check(
        z.minLength(1),
        z.maxLength(60),
        z.refine((ids) => new Set(ids).size === ids.length, 'a member twice'),
      ),
      points: whole(0, 1_000_000),
      reason,
    })
    .check(z.refine((b) => b.to !== b.household, { path: ['to'], message: 'the household itself' })),
  'household.move': z.strictObject({
    household: householdCode,
    village,
    grid: word(20),
    naturalVillage: text(40),
    doorPlate: text(60),
    reason,
  }),
  'household.close': z.strictObject({ household: householdCode, reason }),
  'card.replace': z.strictObject({ household: householdCode, n: whole(2, 999), reason }),
  'redemption.record': z
    .strictObject({
      household: householdCode,
      lines,
      points: spendable,
      mode: z.enum(['allowance', 'online']),
      card: z.exactOptional(whole(1, 999)),
      reservation: z.exactOptional(ref),
      instead: z.exactOptional(ref),
    })
    .check(totals),
  'redemption.void': z.strictObject({ household: householdCode, redemption: ref, reason }),
  'reservation.record': z
    .strictObject({
      household: householdCode,
      lines,
      points: spendable,
      handOver: z.enum(['store', 'door']),
      card: z.exactOptional(whole(1, 999)),
    })
    .check(totals),
  'reservation.cancel': z.strictObject({ household: householdCode, reservation: ref, reason }),
  'allowance.return': z.strictObject({
    lines: z.array(z.tuple([householdCode, whole(0, 1_000_000)])).check(z.minLength(1), z.maxLength(2_000)),
  }),
  'allowance.writeoff': z.strictObject({
    device: deviceId,
    lines: z.exactOptional(
      z.array(z.tuple([householdCode, whole(1, 1_000_000)])).check(
        z.minLength(1),
        z.maxLength(2_000),
        z.refine((list) => new Set(list.map(([code]) => code)).size === list.length, 'a household twice'),
      ),
    ),
    reason,
  }),
  'stock.move': z
    .strictObject({
      store: village,
      kind: z.enum(['received', 'handed_out', 'handed_back', 'written_off']),
      lines: stockLines(z.strictObject({ sku: word(40), quantity })),
      with: z.exactOptional(deviceId),
      note: z.exactOptional(word(200)),
    })
    .check(
      z.refine(
        (b) => (b.kind === 'received' ? b.with === undefined : b.kind === 'written_off' || b.with !== undefined),
        {
          path: ['with'],
          message: 'does not fit the kind',
        },
      ),
    ),
  'stock.count': z.strictObject({
    store: village,
    lines: stockLines(z.strictObject({ sku: word(40), counted: whole(0, PIECES_MAX) })),
    with: z.exactOptional(deviceId),
    note: z.exactOptional(word(200)),
  }),
  'case.decide': z.strictObject({
    case: z.string().check(z.regex(CASE_ID)),
    decision: z.enum(['accept', 'reject', 'keep_both', 'swap', 'cut', 'reprice', 'to', 'merge', 'noted']),
    replace: z.exactOptional(ref),
    choice: z.exactOptional(householdCode),
    reason: z.exactOptional(reason),
  }),
  'month.publish': z.strictObject({ village, month }),
  'objection.record': z.strictObject({
    ...{ village, month },
    text: word(OBJECTION_TEXT_MAX),
    how: z.enum(OBJECTION_WAYS),
    on: z.exactOptional(day),
    name: z.exactOptional(word(40)),
    phone: z.exactOptional(word(20)),
    about: z.exactOptional(z.strictObject({ household: householdCode, entry: z.exactOptional(ref) })),
  }),
  'objection.answer': z.strictObject({
    objection: ref,
    outcome: z.enum(OBJECTION_OUTCOMES),
    answer: word(OBJECTION_TEXT_MAX),
    effects: z.exactOptional(z.array(ref).check(z.minLength(1), z.maxLength(20))),
  }),
  'town.arrange': z.strictObject({
    villages: z.array(z.strictObject({ code: village, name: word(40) })).check(z.maxLength(200)),
    grids: z
      .array(
        z.strictObject({
          code: word(20),
          village,
          name: word(40),
          naturalVillages: z.array(word(40)).check(z.maxLength(60)),
        }),
      )
      .check(z.maxLength(2_000)),
  }),
  'rules.publish': z.strictObject({
    village: z.nullable(village),
    version: whole(1, 100_000),
    effectiveFrom: day,
    rules: z.array(ruleSchema).check(z.maxLength(RULES_MAX)),
  }),
  'goods.publish': z.strictObject({
    goods: z.array(goods).check(z.minLength(1), z.maxLength(2_000)),
    from: z.exactOptional(day),
  }),
  'policy.publish': z.strictObject({
    village: z.nullable(village),
    policy,
    follow: z.exactOptional(z.array(policyField).check(z.maxLength(100))),
  }),
  'notice.publish': z.strictObject({ notice: z.exactOptional(ref), ...notice.shape }).check(
    z.refine((b) => (b.grids ?? []).length === 0 || b.villages.length === 1, {
      path: ['grids'],
      message: 'grids of one village only',
    }),
    z.refine((b) => b.from === undefined || b.until === undefined || b.from < b.until, {
      path: ['until'],
      message: 'not after it begins',
    }),
  ),
  'notice.withdraw': z.strictObject({ notice: ref, reason }),
  'carryover.entry': z.strictObject({
    household: householdCode,
    rule: word(20),
    date: day,
    quantity,
    points,
    status: z.enum(['submitted', 'approved', 'rejected']),
    recordedBy: word(40),
    level: z.exactOptional(word(20)),
    member: z.exactOptional(word(40)),
    note: z.exactOptional(text(300)),
  }),
  'carryover.redemption': z
    .strictObject({ household: householdCode, date: day, lines, points: spendable, recordedBy: word(40) })
    .check(totals),
  'op.adopt': z.strictObject({
    was: ref,
    // Whatever it is: it is parsed when a person lets it count.
    op: z.strictObject({ kind: text(40), body: z.unknown(), by: text(40), at: z.int(), schema: z.int() }),
  }),
} satisfies { [K in OpKind]: z.ZodMiniType<OpBodies[K]> };

export type ParsedOp =
  | { readonly ok: true; readonly op: Op }
  /** CF-20: a kind or schema of a newer app, to be held as it is. */
  | { readonly ok: false; readonly unknown: true }
  /** CF-21: which field and why. */
  | ({ readonly ok: false; readonly unknown: false } & Malformed);

/** Whether this version knows ops of that kind and schema. */
export function knownOp(kind: string, schema: number): kind is OpKind {
  return schema <= OP_SCHEMA && (OP_KINDS as readonly string[]).includes(kind);
}

/** The op with its body parsed, or why not. Unknown fields, at any depth, are refused: they would be lost silently. */
export function parseOp(raw: RawOp): ParsedOp {
  if (!knownOp(raw.kind, raw.schema)) return { ok: false, unknown: true };
  if (raw.schema < 1) return { ok: false, unknown: false, field: 'schema', reason: 'below 1' };
  const schema = bodies[raw.kind] as z.ZodMiniType;
  const parsed = schema.safeParse(raw.body);
  if (parsed.success) return { ok: true, op: { ...raw, body: parsed.data } as Op };
  return { ok: false, unknown: false, ...whyMalformed(parsed.error.issues) };
}

/** The schema of each op body, for the published interface description. */
export const OP_BODY_SCHEMAS: Readonly<Record<OpKind, z.ZodMiniType>> = bodies;
