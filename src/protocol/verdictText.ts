/**
 * What a verdict says to a person, in both languages (SY-5): one spoken sentence that tells what happened,
 * what is safe and what to do. The lists are closed: a code without words does not compile.
 */
import type { RefusedCode, Verdict, VerdictCode } from '../domain/verdict.ts';
import { APPLIED_WORDS } from './verdictWords/applied.ts';
import { HELD_WORDS } from './verdictWords/held.ts';
import { REFUSED_AT_COUNTER } from './verdictWords/refusedAtCounter.ts';
import { REFUSED_OFFICE } from './verdictWords/refusedOffice.ts';
import { REFUSED_RANKING } from './verdictWords/refusedRanking.ts';
import { REFUSED_RECORD } from './verdictWords/refusedRecord.ts';
import { REFUSED_REVIEW } from './verdictWords/refusedReview.ts';
import { type Sentences, saidOf, type TextLanguage, type VerdictNames } from './verdictWords/said.ts';

const OTHERS = { ...APPLIED_WORDS, ...HELD_WORDS };
const REFUSED = {
  ...REFUSED_AT_COUNTER,
  ...REFUSED_REVIEW,
  ...REFUSED_OFFICE,
  ...REFUSED_RANKING,
  ...REFUSED_RECORD,
} satisfies Readonly<Record<RefusedCode, Sentences>>;

/** The closed lists of codes: of refusals, and of all other verdicts. */
export function knownCodes(of: 'refused' | 'other'): readonly VerdictCode[] {
  return Object.keys(of === 'refused' ? REFUSED : OTHERS) as VerdictCode[];
}

const SENTENCES: Readonly<Record<VerdictCode, Sentences>> = { ...OTHERS, ...REFUSED };

/** One sentence for a verdict. */
export function verdictText(
  verdict: Pick<Verdict, 'code' | 'params'>,
  language: TextLanguage,
  names: VerdictNames,
): string {
  const said = saidOf(verdict.params, names);
  const of = (code: VerdictCode) => (language === 'en' ? SENTENCES[code].en : SENTENCES[code].zh)(said);
  // Whatever else is to be said: that it went to another household is not left out (CF-09).
  if (verdict.code === 'followed' || said.text('to') === '') return of(verdict.code);
  return language === 'en' ? `${of(verdict.code)} ${of('followed')}` : `${of(verdict.code)}${of('followed')}`;
}
