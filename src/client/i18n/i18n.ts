import i18next, { type BackendModule, type ResourceKey } from 'i18next';
import { initReactI18next } from 'react-i18next';
import { firstZh } from './first.zh.ts';
import type { Namespace } from './namespaces.ts';

export const LANGUAGES = ['zh-CN', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];

/** Where this device remembers its language: a preference, nothing personal. */
const REMEMBERED = 'language';

type Loader = () => Promise<ResourceKey>;

/** Chinese of the first screen is in the first bundle; everything else comes when it is first shown (and is precached). */
const LOADERS: Record<Language, Record<Namespace, Loader>> = {
  'zh-CN': {
    app: async () => firstZh,
    scan: async () => (await import('./scan.zh.ts')).scanZh,
    office: async () => (await import('./office.zh.ts')).officeZh,
    close: async () => (await import('./close.zh.ts')).closeZh,
    cases: async () => (await import('./cases.zh.ts')).casesZh,
    notices: async () => (await import('./notices.zh.ts')).noticesZh,
    people: async () => (await import('./people.zh.ts')).peopleZh,
    audit: async () => (await import('./audit.zh.ts')).auditZh,
    jobs: async () => (await import('./jobs.zh.ts')).jobsZh,
    review: async () => (await import('./review.zh.ts')).reviewZh,
    households: async () => (await import('./households.zh.ts')).householdsZh,
    rules: async () => (await import('./rules.zh.ts')).rulesZh,
    publicity: async () => (await import('./publicity.zh.ts')).publicityZh,
    statistics: async () => (await import('./statistics.zh.ts')).statisticsZh,
    quarter: async () => (await import('./quarter.zh.ts')).quarterZh,
    ranking: async () => (await import('./ranking.zh.ts')).rankingZh,
  },
  en: {
    app: async () => (await import('./app.en.ts')).appEn,
    scan: async () => (await import('./scan.en.ts')).scanEn,
    office: async () => (await import('./office.en.ts')).officeEn,
    close: async () => (await import('./close.en.ts')).closeEn,
    cases: async () => (await import('./cases.en.ts')).casesEn,
    notices: async () => (await import('./notices.en.ts')).noticesEn,
    people: async () => (await import('./people.en.ts')).peopleEn,
    audit: async () => (await import('./audit.en.ts')).auditEn,
    jobs: async () => (await import('./jobs.en.ts')).jobsEn,
    review: async () => (await import('./review.en.ts')).reviewEn,
    households: async () => (await import('./households.en.ts')).householdsEn,
    rules: async () => (await import('./rules.en.ts')).rulesEn,
    publicity: async () => (await import('./publicity.en.ts')).publicityEn,
    statistics: async () => (await import('./statistics.en.ts')).statisticsEn,
    quarter: async () => (await import('./quarter.en.ts')).quarterEn,
    ranking: async () => (await import('./ranking.en.ts')).rankingEn,
  },
};

const bundles: BackendModule = {
  type: 'backend',
  init: () => undefined,
  read: (language, namespace, done) => {
    const load = LOADERS[language as Language]?.[namespace as Namespace];
    if (!load) return done(new Error(`no texts ${language}/${namespace}`), null);
    load().then(
      (texts) => done(null, texts),
      (error: Error) => done(error, null),
    );
  },
};

function rememberedLanguage(): Language {
  return localStorage.getItem(REMEMBERED) === 'en' ? 'en' : 'zh-CN';
}

/** Sets up the texts in the language this device was last used in. Resolves when the first screen can speak. */
export async function startTexts(): Promise<void> {
  await i18next
    .use(bundles)
    .use(initReactI18next)
    .init({
      lng: rememberedLanguage(),
      fallbackLng: 'zh-CN',
      load: 'currentOnly',
      ns: ['app'],
      defaultNS: 'app',
      resources: { 'zh-CN': { app: firstZh } },
      partialBundledLanguages: true,
      interpolation: { escapeValue: false },
      returnNull: false,
    });
  document.documentElement.lang = i18next.language;
}

/** Switches the language and remembers it on this device. */
export async function setLanguage(language: Language): Promise<void> {
  await i18next.changeLanguage(language);
  localStorage.setItem(REMEMBERED, language);
  document.documentElement.lang = language;
}

/** The language now shown. */
export function currentLanguage(): Language {
  return i18next.language === 'en' ? 'en' : 'zh-CN';
}
