/** Objections (异议) to a published month, and when the month is final. */
import type { Day } from './calendar.ts';
import { workingDaysAfter } from './workingDays.ts';

export const OBJECTION_WAYS = ['page', 'phone', 'paper'] as const;
/** How somebody objected. */
export type ObjectionWay = (typeof OBJECTION_WAYS)[number];

export const OBJECTION_OUTCOMES = ['upheld', 'partly', 'dismissed'] as const;
export type ObjectionOutcome = (typeof OBJECTION_OUTCOMES)[number];

/** Working days to answer an objection, from the day behind it. */
export const ANSWER_DAYS = 7;

/** The last day to answer an objection of that day. */
export function answerDue(day: Day): Day {
  return workingDaysAfter(day, ANSWER_DAYS);
}

/** 公示中 · 有异议待答复 · 公示期满. */
export type PublicityState = 'showing' | 'objected' | 'final';

/** Where a published month stands on a day: final when its days are over and every objection is answered. */
export function publicityState({ until }: { readonly until: Day }, open: number, today: Day): PublicityState {
  if (open > 0) return 'objected';
  return today <= until ? 'showing' : 'final';
}
