/** The long half of closing a month: what would be published is read and made in steps; nothing is changed by it. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type PublicityMonthRequest,
  type PublicityPrepared,
  publicityMonthRequestSchema,
} from '../../protocol/publicity.ts';
import { prepareFacts } from '../ingest/preparedFacts.ts';
import type { JobKind } from '../jobs/jobKind.ts';
import { publicityPreview } from './publicityPreview.ts';

/**
 * The list of a month before it is closed. The person then closes the month by an op of their own, which finds what was read
 * here and is quick (`preparedFacts`).
 */
export const publicityPrepare: JobKind<PublicityMonthRequest> = {
  kind: 'publicity.prepare',
  roles: ['village_office', 'town_admin'],
  input: publicityMonthRequestSchema,
  villageOf: ({ village }) => village,
  whenCutOff: 'again',
  run: async ({ db, town, input, folder, progress }) => {
    const { village, month } = input;
    const facts = await prepareFacts(db, town, village, progress);
    const preview = await publicityPreview(db, town, input, facts, Date.now());
    await writeFile(join(folder, 'list.json'), JSON.stringify(preview), { mode: 0o600 });
    const result: PublicityPrepared = { village, month };
    return {
      result,
      file: { path: 'list.json', name: 'list.json', type: 'application/json' },
    };
  },
};
