/** Every act, and a plan of them for a seed. */
import type { Dice } from '../machine/random.ts';
import type { Act } from './act.ts';
import { ghost, line } from './line.ts';
import { decide, govern, households, review, revoke, writeOff } from './office.ts';
import { work } from './people.ts';
import { backup, restore } from './restore.ts';
import { badSync, killInSync, settleOne, sync, wake } from './syncing.ts';
import {
  bothTabs,
  carry,
  clock,
  days,
  evict,
  full,
  killAtStart,
  killAtWork,
  otherPerson,
  powerOff,
  secondTab,
} from './trouble.ts';

const ACTS: readonly Act[] = [
  work,
  sync,
  badSync,
  killInSync,
  settleOne,
  wake,
  line,
  ghost,
  decide,
  review,
  govern,
  writeOff,
  households,
  revoke,
  killAtWork,
  killAtStart,
  powerOff,
  secondTab,
  bothTabs,
  otherPerson,
  carry,
  clock,
  evict,
  full,
  days,
  backup,
  restore,
];

const TOTAL = ACTS.reduce((sum, act) => sum + act.weight, 0);

/** One act with dice of its own: leaving out others changes nothing in it. */
export interface Step {
  readonly act: Act;
  readonly salt: number;
}

export function stepFrom(dice: Dice): Step {
  let at = dice.below(TOTAL);
  const salt = dice.salt();
  for (const act of ACTS) {
    at -= act.weight;
    if (at < 0) return { act, salt };
  }
  return { act: work, salt };
}
