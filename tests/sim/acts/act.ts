/** What can happen in a step. An act reads the world as it finds it; its dice are its own, so that leaving out other acts changes nothing in it. */
import type { Dice } from '../machine/random.ts';
import type { World } from '../world/world.ts';

export interface Act {
  readonly name: string;
  /** How often it comes, against the others. */
  readonly weight: number;
  run(world: World, dice: Dice): Promise<void>;
}
