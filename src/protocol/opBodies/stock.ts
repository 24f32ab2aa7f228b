/** Bodies of ops on goods and on where they lie. */
import * as z from 'zod/mini';
import { type BodySchemas, day, deviceId, POINTS_MAX, quantity, text, village, whole, word } from './parts.ts';

export const goodsSchema = z.strictObject({
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
const PIECES_MAX = 1_000_000;

/** Each sku once: of two lines nobody could say which was meant. */
const stockLines = <T extends { readonly sku: string }>(one: z.ZodMiniType<T>) =>
  z.array(one).check(
    z.minLength(1),
    z.maxLength(500),
    z.refine((list) => new Set(list.map(({ sku }) => sku)).size === list.length, 'a sku twice'),
  );

export const stockBodies = {
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
  'goods.publish': z.strictObject({
    goods: z.array(goodsSchema).check(z.minLength(1), z.maxLength(2_000)),
    from: z.exactOptional(day),
  }),
} satisfies BodySchemas;
