/** Bodies of ops on notices. */
import * as z from 'zod/mini';
import { NOTICE_KINDS } from '../../domain/notice.ts';
import { type BodySchemas, reason, ref, village, whole, word } from './parts.ts';

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

export const noticeBodies = {
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
} satisfies BodySchemas;
