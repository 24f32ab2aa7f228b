import { type Day, dayOf, SHANGHAI_OFFSET_MINUTES } from '../../../domain/calendar.ts';
import { useTabletState } from '../../useTablet.tsx';

/** Today in the town's zone, by this device's clock. */
export function useToday(): Day {
  const offset = useTabletState((s) => s.catalogue?.town.zoneOffsetMinutes) ?? SHANGHAI_OFFSET_MINUTES;
  return dayOf(Date.now(), offset);
}
