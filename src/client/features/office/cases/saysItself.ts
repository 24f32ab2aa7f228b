import type { CaseDecision } from '../../../../domain/op.ts';

/** What needs no reason in words. */
export const SAYS_ITSELF: ReadonlySet<CaseDecision> = new Set(['accept', 'cut', 'reprice', 'noted']);
