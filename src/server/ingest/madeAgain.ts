/** SY-14: a list that is frozen once, and has to be made again of what was known then. */
import type { Entry } from '../../domain/household.ts';
import type { Op } from '../../domain/op.ts';
import type { Verdict } from '../../domain/verdict.ts';
import { awaitedIn } from './healing.ts';
import type { Judging } from './judging.ts';

/** It counted before the restore. */
export function countedBefore(j: Judging, op: Op): Verdict | undefined {
  const was = j.former?.was(op.seq);
  return was?.outcome === 'applied' ? was : undefined;
}

/** Whoever may still bring what the list of a village, or (null) of the town, was made of. */
export function stillToCome(j: Judging, village: string | null): string | undefined {
  const { healing } = j.batch;
  const self = j.people.device.id;
  const offices = [...(healing?.offices ?? [])].filter((office) => office !== self);
  return awaitedIn(healing, village, self)[0] ?? offices[0];
}

/** A deed as it stood at an instant (ms); undefined when it was not there yet. */
export function knownAt<E extends Pick<Entry, 'at' | 'status' | 'reviewedAt'>>(entry: E, at: number): E | undefined {
  if (entry.at > at) return undefined;
  const later = entry.reviewedAt !== undefined && entry.reviewedAt > at;
  return later ? { ...entry, status: 'submitted' } : entry;
}
