/** Finds a shorter story that breaks the same promise: leaves out steps as long as it still breaks. */
import { type Play, type Played, playSeed } from './play.ts';
import type { Server } from './world/server.ts';
import type { TownPress } from './world/town.ts';

/** Plays until the story is short enough. */
const TRIES_MAX = 80;

/** The shortest story found. */
export async function shrink(server: Server, press: TownPress, play: Play, failed: Played): Promise<Played> {
  let best = failed;
  let without = new Set<number>();
  const last = failed.steps + 1;
  let tries = 0;
  const breaks = async (left: ReadonlySet<number>): Promise<boolean> => {
    tries++;
    const played = await playSeed(server, press, { ...play, ops: Infinity, upTo: last, without: left });
    if (played.broken?.check !== failed.broken?.check) return false;
    best = played;
    return true;
  };
  for (let size = Math.ceil(last / 2); size >= 1 && tries < TRIES_MAX; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let from = 0; from <= last && tries < TRIES_MAX; from += size) {
      const more = Array.from({ length: size }, (_, i) => from + i).filter((n) => n <= last && !without.has(n));
      if (more.length === 0) continue;
      const tried = new Set([...without, ...more]);
      if (await breaks(tried)) without = tried;
    }
  }
  return best;
}
