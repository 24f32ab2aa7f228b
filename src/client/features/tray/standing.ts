/** Where an own op stands, for the lines and tabs of the tray. */
import type { TrayItem } from '../../engine/tablet.ts';

export type Standing = 'here' | 'counted' | 'held' | 'decided' | 'refused';

export function standingOf(item: Pick<TrayItem, 'verdict' | 'decided'>): Standing {
  if (!item.verdict) return 'here';
  if (item.verdict.outcome === 'applied') return 'counted';
  if (item.verdict.outcome === 'refused') return 'refused';
  return item.decided ? 'decided' : 'held';
}
