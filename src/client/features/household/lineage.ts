import type { HouseholdFile } from '../../../domain/household.ts';

/** Whether it is a household no more (CF-09): nothing new is recorded for it here. */
export function isEnded({ merged, closed }: Pick<HouseholdFile, 'merged' | 'closed'>): boolean {
  return merged !== undefined || closed !== undefined;
}
