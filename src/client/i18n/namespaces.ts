import 'i18next';
import type { appZh } from './app.zh.ts';
import type { auditZh } from './audit.zh.ts';
import type { casesZh } from './cases.zh.ts';
import type { closeZh } from './close.zh.ts';
import type { householdsZh } from './households.zh.ts';
import type { jobsZh } from './jobs.zh.ts';
import type { noticesZh } from './notices.zh.ts';
import type { officeZh } from './office.zh.ts';
import type { peopleZh } from './people.zh.ts';
import type { publicityZh } from './publicity.zh.ts';
import type { quarterZh } from './quarter.zh.ts';
import type { rankingZh } from './ranking.zh.ts';
import type { reviewZh } from './review.zh.ts';
import type { rulesZh } from './rules.zh.ts';
import type { scanZh } from './scan.zh.ts';
import type { statisticsZh } from './statistics.zh.ts';

/** The texts by namespace: `useTranslation()` speaks `app`, `useTranslation('scan')` the others. */
export interface Namespaces {
  readonly app: typeof appZh;
  readonly scan: typeof scanZh;
  readonly office: typeof officeZh;
  readonly close: typeof closeZh;
  readonly cases: typeof casesZh;
  readonly publicity: typeof publicityZh;
  readonly notices: typeof noticesZh;
  readonly people: typeof peopleZh;
  readonly audit: typeof auditZh;
  readonly jobs: typeof jobsZh;
  readonly review: typeof reviewZh;
  readonly households: typeof householdsZh;
  readonly rules: typeof rulesZh;
  readonly statistics: typeof statisticsZh;
  readonly quarter: typeof quarterZh;
  readonly ranking: typeof rankingZh;
}

export type Namespace = keyof Namespaces;

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'app';
    resources: Namespaces;
    returnNull: false;
  }
}
