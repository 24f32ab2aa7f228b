import type { Batch } from './batch.ts';
import type { Former } from './healing.ts';
import type { Lineage } from './lineage.ts';
import type { HeldOp } from './load.ts';
import type { DevicePeople, Setting } from './setting.ts';
import type { TownWrites } from './townOps.ts';

/** What the judge of one device's ops works on. */
export interface Judging {
  readonly batch: Batch;
  readonly setting: Setting;
  readonly people: DevicePeople;
  readonly heldOps: Map<string, HeldOp>;
  readonly writes: TownWrites;
  /** The device that derives the effects itself (SY-9: no echo); null when nobody does. */
  readonly author: string | null;
  /** The server's instant, ms. */
  readonly now: number;
  /** Where the device comes from when it came out of a fork (SY-13). */
  readonly lineage?: Lineage | undefined;
  /** The op comes from before a fork: the rights of its old identity do not stand behind it (AL-7). */
  readonly adopted?: boolean;
  /** SY-14: what the device's ops were before the server was restored. */
  readonly former?: Former | undefined;
}
