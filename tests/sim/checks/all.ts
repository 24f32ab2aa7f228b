/** Every check, by name. */
import { balances } from './balances.ts';
import { caps } from './caps.ts';
import { cases } from './cases.ts';
import { Broken, type Check } from './check.ts';
import { counters } from './counters.ts';
import { effects } from './effects.ts';
import { ledger } from './ledger.ts';
import { overspent } from './overspent.ts';
import { personOfTheDay } from './personOfTheDay.ts';
import { priceOfTheDay } from './priceOfTheDay.ts';
import { promises } from './promises.ts';
import { rights } from './rights.ts';
import { ruleOfTheDay } from './ruleOfTheDay.ts';
import { tray } from './tray.ts';
import { verdictStands } from './verdictStands.ts';
import { view } from './view.ts';

export const CHECKS: readonly Check[] = [
  ledger,
  balances,
  overspent,
  rights,
  caps,
  ruleOfTheDay,
  priceOfTheDay,
  personOfTheDay,
  effects,
  verdictStands,
  promises,
  view,
  cases,
  tray,
  counters,
];

/** All but the named ones. */
export function checksWithout(names: readonly string[]): readonly Check[] {
  for (const name of names) if (!CHECKS.some((c) => c.name === name)) throw new Error(`no check is called ${name}`);
  return CHECKS.filter((check) => !names.includes(check.name));
}

/** Ends the story at the first thing that is wrong. */
export function demand(check: Check, wrong: readonly string[]): void {
  if (wrong.length > 0) throw new Broken(check.name, wrong.slice(0, 5).join('\n'));
}
