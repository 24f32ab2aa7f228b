import { type Kysely, sql } from 'kysely';
import { profileOf } from '../../domain/profile.ts';
import { signCard } from '../../protocol/card.ts';
import { type CardSearch, OFFICE_CARD_ROWS, type OfficeCards } from '../../protocol/officeCards.ts';
import { importTownPrivateKey, townPrivateKeySchema } from '../auth/townKey.ts';
import type { Database } from '../db/schema.ts';

/** One page of cards to print, by household code, each signed by the town with the number that is valid now. */
export async function cardsToPrint(db: Kysely<Database>, town: string, wanted: CardSearch): Promise<OfficeCards> {
  const { card_private } = await db
    .selectFrom('towns')
    .select('card_private')
    .where('town', '=', town)
    .executeTakeFirstOrThrow();
  let matching = db
    .selectFrom('households')
    .where('town', '=', town)
    .where('village', '=', wanted.village)
    .where('ended', 'is', null);
  if (wanted.grid !== null) matching = matching.where('grid', '=', wanted.grid);
  if (wanted.codes.length > 0) matching = matching.where(sql<boolean>`code = any(${wanted.codes}::text[])`);
  const { total } = await matching.select((eb) => eb.fn.countAll<number>().as('total')).executeTakeFirstOrThrow();
  const rows = await matching
    .select(['code', 'head', 'card', 'base', 'edits'])
    .where('code', '>', wanted.after ?? '')
    .orderBy('code')
    .limit(OFFICE_CARD_ROWS + 1)
    .execute();
  const page = rows.slice(0, OFFICE_CARD_ROWS);
  const key = await importTownPrivateKey(townPrivateKeySchema.parse(card_private));
  const cards = await Promise.all(
    page.map(async (row) => ({
      household: row.code,
      head: row.head,
      doorPlate: profileOf(row).doorPlate,
      n: row.card,
      payload: await signCard(key, { town, household: row.code, n: row.card }),
    })),
  );
  return { cards, total, after: rows.length > OFFICE_CARD_ROWS ? (page.at(-1)?.code ?? null) : null };
}
