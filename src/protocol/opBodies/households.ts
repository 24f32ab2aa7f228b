/** Bodies of ops on the household’s own file. */
import * as z from 'zod/mini';
import { isPinHash } from '../../domain/familyPin.ts';
import { type BodySchemas, householdCode, reason, tags, text, village, whole, word } from './parts.ts';

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

export const householdBodies = {
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
} satisfies BodySchemas;
