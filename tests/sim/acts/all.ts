/** Every act, and a plan of them for a seed. */
import type { Dice } from '../machine/random.ts';
import type { Act } from './act.ts';
import { ghost, line } from './line.ts';
import { decide, finish, govern, households, people, review, revoke, writeOff } from './office.ts';
import { harvest, work } from './people.ts';
import { backup, restore } from './restore.ts';
import { badSync, killInSync, settleOne, sync, wake } from './syncing.ts';
import {
  bothTabs,
  carry,
  clock,
  copy,
  days,
  enrol,
  evict,
  full,
  image,
  killAtStart,
  killAtWork,
  otherPerson,
  powerOff,
  putBack,
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
  finish,
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
  people,
  copy,
  image,
  putBack,
  enrol,
];

/** From so many ops on a story has long days offline. */
const LONG = 500;
/** … and for so many ops a household more. */
const OPS_PER_NEWCOMER = 40;

const totalOf = (acts: readonly Act[]) => acts.reduce((sum, act) => sum + act.weight, 0);

export interface Plan {
  readonly acts: readonly Act[];
  readonly total: number;
  /** Households that the office registers on the first morning. */
  readonly newcomers: number;
}

/** What may happen in a town of so many ops. */
export function planFor(ops: number): Plan {
  if (ops < LONG) return { acts: ACTS, total: totalOf(ACTS), newcomers: 0 };
  const acts = [...ACTS, harvest];
  return { acts, total: totalOf(acts), newcomers: Math.floor(ops / OPS_PER_NEWCOMER) };
}

/** One act with dice of its own: leaving out others changes nothing in it. */
export interface Step {
  readonly act: Act;
  readonly salt: number;
}

export function stepFrom(plan: Plan, dice: Dice): Step {
  let at = dice.below(plan.total);
  const salt = dice.salt();
  for (const act of plan.acts) {
    at -= act.weight;
    if (at < 0) return { act, salt };
  }
  return { act: work, salt };
}
