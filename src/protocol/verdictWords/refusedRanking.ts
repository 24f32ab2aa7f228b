import type { Sentences } from './said.ts';

/** Refusals about the list of a year. */
export const REFUSED_RANKING = {
  year_ranked: {
    zh: (s) =>
      `${s.number('year')} 年的排名已经由${s.names.person(s.text('by'))}在${s.names.day(s.text('day'))}定案，一年只定一次，这次没有再定。`,
    en: (s) =>
      `The ranking of ${s.number('year')} was frozen by ${s.names.person(s.text('by'))} on ${s.names.day(s.text('day'))}. A year is frozen once, so nothing was changed.`,
  },
  year_not_begun: {
    zh: (s) => `${s.number('year')} 年还没到，没有定案。请看看年份有没有选错。`,
    en: (s) => `${s.number('year')} has not begun, so nothing was frozen. Check the year.`,
  },
  nothing_to_rank: {
    zh: (s) => `${s.number('year')} 年一户有积分的都没有，没有可排的，没有定案。请看看年份有没有选错。`,
    en: (s) => `No household has points in ${s.number('year')}, so nothing was frozen. Check the year.`,
  },
  ranking_frozen: {
    zh: (s) => `${s.number('year')} 年的排名已经定案，${s.names.household(s.text('household'))}参不参加不能再改。`,
    en: (s) =>
      `The ranking of ${s.number('year')} is frozen, so whether ${s.names.household(s.text('household'))} is ranked cannot change any more.`,
  },
} satisfies Readonly<Record<string, Sentences>>;
