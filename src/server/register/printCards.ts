import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CARDS_PER_PART, cardsPrintSchema } from '../../protocol/officeJobInputs.ts';
import { JobFailed, type JobKind } from '../jobs/jobKind.ts';
import { cardsToPrint } from '../office/cards.ts';
import { cardDocument, cardFace } from './cardPages.ts';

/** Cards drawn between two breaths of the server. */
const AT_ONCE = 10;

/** Cards of a place by the thousand, each part one file that a browser prints. */
export const printCards: JobKind<typeof cardsPrintSchema._zod.output> = {
  kind: 'cards.print',
  roles: ['village_office', 'town_admin'],
  input: cardsPrintSchema,
  villageOf: ({ village }) => village,
  whenCutOff: 'again',
  run: async ({ db, town, input, folder, progress }) => {
    const { village, grid, part, masked, language } = input;
    const place = await db
      .selectFrom('towns as t')
      .innerJoin('villages as v', 'v.town', 't.town')
      .select(['t.name as town', 'v.name as village'])
      .where('t.town', '=', town)
      .where('v.code', '=', village)
      .executeTakeFirst();
    if (place === undefined) throw new JobFailed('no_village');
    const paper = { ...place, masked, language };
    const first = part * CARDS_PER_PART;
    const faces: string[] = [];
    let passed = 0;
    let after: string | null = null;
    for (let more = true; more && faces.length < CARDS_PER_PART; more = after !== null) {
      const page = await cardsToPrint(db, town, { village, grid, codes: [], after });
      const total = Math.max(0, Math.min(CARDS_PER_PART, page.total - first));
      for (const [i, card] of page.cards.entries()) {
        if (passed + i < first || faces.length === CARDS_PER_PART) continue;
        if (faces.length % AT_ONCE === 0) {
          await progress(faces.length, total);
          await new Promise((resolve) => setImmediate(resolve));
        }
        faces.push(await cardFace(card, paper));
      }
      passed += page.cards.length;
      after = page.after;
    }
    await progress(faces.length, faces.length);
    const name = `户卡-${place.village}-${first + 1}至${first + faces.length}.html`;
    await writeFile(join(folder, 'cards.html'), await cardDocument(faces, paper, name), { mode: 0o600 });
    return {
      result: { from: first + 1, to: first + faces.length },
      file: { path: 'cards.html', name, type: 'text/html; charset=utf-8' },
    };
  },
};
