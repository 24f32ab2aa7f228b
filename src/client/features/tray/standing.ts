/** Where an own op stands, for the lines and tabs of the tray. */
import type { TrayItem } from '../../engine/tablet.ts';

export type Standing = 'here' | 'counted' | 'held' | 'decided' | 'refused';

export function standingOf(item: Pick<TrayItem, 'verdict' | 'decided' | 'former'>): Standing {
  // What stayed in the log of an older identity is with the server, whatever it said (SY-13).
  if (!item.verdict) return item.former ? 'counted' : 'here';
  if (item.verdict.outcome === 'applied') return 'counted';
  if (item.verdict.outcome === 'refused') return 'refused';
  return item.decided ? 'decided' : 'held';
}
