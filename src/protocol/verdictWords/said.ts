/** What the words of a verdict are made of. */
import type { VerdictParams } from '../../domain/verdict.ts';

export type TextLanguage = 'zh-CN' | 'en';

/** Names behind the codes in a verdict; each gives the code itself when it knows no better. */
export interface VerdictNames {
  rule(code: string): string;
  person(id: string): string;
  /** `2026-11-23` as people read it. */
  day(day: string): string;
  /** A household as people call it: its head's family, where that is known. */
  household(code: string): string;
  /** Goods as the shelf calls them. */
  goods(sku: string): string;
}

/** The parameters of a verdict as its sentence reads them; what is missing is 0, empty, or no list. */
export interface Said {
  readonly number: (name: string) => number;
  readonly text: (name: string) => string;
  readonly list: (name: string) => readonly string[];
  readonly names: VerdictNames;
}

type Sentence = (said: Said) => string;
/** What one code says. */
export type Sentences = { readonly zh: Sentence; readonly en: Sentence };

/** Reads the parameters of a verdict. */
export function saidOf(params: VerdictParams | undefined, names: VerdictNames): Said {
  return {
    names,
    number: (name) => Number(params?.[name] ?? 0),
    text: (name) => String(params?.[name] ?? ''),
    list: (name) => {
      const value = params?.[name];
      return Array.isArray(value) ? value : [];
    },
  };
}
