/** Why nothing may be redeemed for a household now, whatever is in the basket. */
import type { Day } from '../../../domain/calendar.ts';
import type { HouseholdFile } from '../../../domain/household.ts';
import { type Policy, redemptionOpen } from '../../../domain/policy.ts';
import { isEnded } from '../household/lineage.ts';
import type { Scanned } from '../household/scanned.ts';

export type Barrier = 'ended' | 'closed' | 'old_card';

/** The first that applies: what the household can do least about comes first. */
export function barrierOf(
  file: Pick<HouseholdFile, 'merged' | 'closed'>,
  policy: Policy,
  today: Day,
  mark: Scanned['mark'] | undefined,
): Barrier | undefined {
  if (isEnded(file)) return 'ended';
  if (!redemptionOpen(policy, today)) return 'closed';
  return mark === 'replaced' ? 'old_card' : undefined;
}
