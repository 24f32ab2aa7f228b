import type { ProblemCode } from '../../../protocol/problem.ts';

type Word = 'expired' | 'used' | 'unknown' | 'rate' | 'offline' | 'storage' | 'other';

/** `offline` and `storage` are the tablet's own; the others are what the server answers an enrolment with. */
const WORDS: Readonly<Partial<Record<ProblemCode | 'offline' | 'storage' | 'storage-full', Word>>> = {
  'enrol-code-unknown': 'unknown',
  'enrol-code-expired': 'expired',
  'enrol-code-used': 'used',
  'rate-limited': 'rate',
  offline: 'offline',
  storage: 'storage',
  'storage-full': 'storage',
};

/** Which words of `enrol.problem` tell why an enrolment did not work; what has none of its own is told in general ones. */
export function enrolProblemWord(code: string): Word {
  return WORDS[code as keyof typeof WORDS] ?? 'other';
}
