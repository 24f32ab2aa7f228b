import type { Migration } from 'kysely';
import { spine } from './m0001-spine.ts';
import { photos } from './m0002-photos.ts';
import { addressed } from './m0003-addressed.ts';
import { lineage } from './m0004-lineage.ts';
import { rights } from './m0005-rights.ts';
import { devices } from './m0006-devices.ts';
import { restore } from './m0007-restore.ts';
import { stock } from './m0008-stock.ts';
import { reservations } from './m0009-reservations.ts';
import { goods } from './m0010-goods.ts';
import { publicity } from './m0011-publicity.ts';
import { review } from './m0012-review.ts';
import { jobs } from './m0014-jobs.ts';
import { register } from './m0014-register.ts';
import { statistics } from './m0015-statistics.ts';
import { notices } from './m0016-notices.ts';
import { unlisted } from './m0019-unlisted.ts';
import { rankings } from './m0019-yearly-ranking.ts';
import { cases } from './m0021-cases.ts';
import { quarters } from './m0022-quarters.ts';
import { waiting } from './m0023-waiting.ts';
import { listWrite } from './m0024-list-write.ts';

/** Every step of the database's schema, in order; a step that has landed is never changed. */
export const migrations: Readonly<Record<string, Migration>> = {
  '0001-spine': spine,
  '0002-photos': photos,
  '0003-addressed': addressed,
  '0004-lineage': lineage,
  '0005-rights': rights,
  '0006-devices': devices,
  '0007-restore': restore,
  '0008-stock': stock,
  '0009-reservations': reservations,
  '0010-goods': goods,
  '0011-publicity': publicity,
  '0012-review': review,
  '0014-jobs': jobs,
  '0014-register': register,
  '0015-statistics': statistics,
  '0016-notices': notices,
  '0019-unlisted': unlisted,
  '0019-yearly-ranking': rankings,
  '0021-cases': cases,
  '0022-quarters': quarters,
  '0023-waiting': waiting,
  '0024-list-write': listWrite,
};
