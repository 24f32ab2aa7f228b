/** What a check is: one promise of docs/sync.md, looked at where it could break first. */
import type { RuleVersion } from '../../../src/domain/ruleSet.ts';
import type { Gadget } from '../world/gadget.ts';
import type { Written } from '../world/ledgerRoom.ts';
import type { World } from '../world/world.ts';

export interface Check {
  readonly name: string;
  /** The promise in words. */
  readonly promise: string;
  /** Behind every request that the server took: what is wrong. `rules` are those in force before it. */
  readonly server?: (world: World, news: Written, rules: readonly RuleVersion[]) => readonly string[];
  /** Behind everything a device did; `goesOn`: it records one op after the other, and this was not the last. */
  readonly client?: (world: World, gadget: Gadget, goesOn: boolean) => readonly string[];
  /** When one device has synced alone on a good line. */
  readonly settled?: (world: World, gadget: Gadget) => Promise<readonly string[]>;
  /** When everything has come to rest. */
  readonly end?: (world: World) => Promise<readonly string[]>;
}

/** A promise that did not hold. */
export class Broken extends Error {
  readonly check: string;
  constructor(check: string, text: string) {
    super(text);
    this.check = check;
  }
}
