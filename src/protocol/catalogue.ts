/** What judges and shows deeds besides the household files: sent whole when its version changed. */

import type { Notice } from '../domain/notice.ts';
import type { Goods } from '../domain/op.ts';
import type { Policy } from '../domain/policy.ts';
import type { ComingPrice, PastPrice } from '../domain/price.ts';
import type { Actor } from '../domain/role.ts';
import type { RuleVersion } from '../domain/ruleSet.ts';

/** A person who works on a device. `grid` is the home grid: loaded first, shown on the home screen. */
export interface DeviceUser extends Actor {
  readonly name: string;
  readonly grid: string | null;
}

export interface Catalogue {
  /** Grows with every change; a device says which one it has. */
  readonly version: number;
  readonly town: {
    readonly code: string;
    readonly name: string;
    readonly zoneOffsetMinutes: number;
    readonly cardKey: string;
  };
  readonly villages: readonly { readonly code: string; readonly name: string }[];
  readonly grids: readonly {
    readonly code: string;
    readonly village: string;
    readonly name: string;
    readonly naturalVillages: readonly string[];
  }[];
  readonly rules: readonly RuleVersion[];
  readonly goods: readonly Goods[];
  /** Prices that were replaced (CF-14); absent when none was. */
  readonly pastPrices?: readonly PastPrice[];
  /** Prices that are published and not in force yet; absent when there are none. A device takes them up by its corrected clock. */
  readonly comingPrices?: readonly ComingPrice[];
  /** Notices in force, newest first, and those to come; absent when there are none. A device follows them by its corrected clock. */
  readonly notices?: readonly Notice[];
  /** Policy by village code, overrides merged into the town's. */
  readonly policies: Readonly<Record<string, Policy>>;
  /** Published months by village code. */
  readonly months: Readonly<Record<string, readonly string[]>>;
  /** Names behind `by`: staff of the scope, by user id. */
  readonly people: Readonly<Record<string, string>>;
  /** Tablets of the scope that goods may be handed to for door delivery (AL-6); for counters and the office. */
  readonly carriers?: readonly { readonly id: string; readonly name: string; readonly village: string | null }[];
  /** Who may work on the receiving device. */
  readonly users: readonly DeviceUser[];
}
