/** The app's Chinese texts, as on a device that was never switched to English. */
import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { appZh } from '../../../src/client/i18n/app.zh.ts';
import { casesZh } from '../../../src/client/i18n/cases.zh.ts';
import { closeZh } from '../../../src/client/i18n/close.zh.ts';
import { jobsZh } from '../../../src/client/i18n/jobs.zh.ts';
import { officeZh } from '../../../src/client/i18n/office.zh.ts';
import { reviewZh } from '../../../src/client/i18n/review.zh.ts';

/** Screens rendered after this speak Chinese. */
export async function speakChinese(): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: 'zh-CN',
    ns: ['app', 'office', 'close', 'jobs', 'review'],
    defaultNS: 'app',
    resources: {
      'zh-CN': { app: appZh, office: officeZh, cases: casesZh, close: closeZh, jobs: jobsZh, review: reviewZh },
    },
    interpolation: { escapeValue: false },
    returnNull: false,
  });
}
