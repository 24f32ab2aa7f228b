/** Finds a shorter story that breaks the same promise: leaves out steps as long as it still breaks. */
import { type Play, type Played, playSeed } from './play.ts';
import type { Server } from './world/server.ts';
import type { TownPress } from './world/town.ts';

/** Plays until the story is short enough. */
const TRIES_MAX = 80;
/** And so long, ms: a story is wanted soon. */
const TIME_MAX_MS = 60_000;

/** The shortest story found. */
export async function shrink(server: Server, press: TownPress, play: Play, failed: Played): Promise<Played> {
  let best = failed;
  let without = new Set<number>();
  const last = failed.steps + 1;
  let tries = 0;
  const until = performance.now() + TIME_MAX_MS;
  const more = () => tries < TRIES_MAX && performance.now() < until;
  const breaks = async (left: ReadonlySet<number>): Promise<boolean> => {
    tries++;
    const played = await playSeed(server, press, { ...play, upTo: last, without: left });
    if (played.broken?.check !== failed.broken?.check) return false;
    best = played;
    return true;
  };
  for (let size = Math.ceil(last / 2); size >= 1 && more(); size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let from = 0; from <= last && more(); from += size) {
      const these = Array.from({ length: size }, (_, i) => from + i).filter((n) => n <= last && !without.has(n));
      if (these.length === 0) continue;
      const tried = new Set([...without, ...these]);
      if (await breaks(tried)) without = tried;
    }
  }
  return best;
}
