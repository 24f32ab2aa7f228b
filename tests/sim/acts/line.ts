/** The line between a device and the server, good and bad. */
import type { Dice } from '../machine/random.ts';
import type { Gadget } from '../world/gadget.ts';
import type { Request } from '../world/network.ts';
import type { OfficeDesk } from '../world/officeDesk.ts';
import { type Fate, GOOD, type World } from '../world/world.ts';
import type { Act } from './act.ts';

/** What becomes of a request on a bad line; told and counted. */
export function badFate(world: World, dice: Dice, request: Request, mayKill: boolean): Fate {
  const what = `request ${request.number} (${request.sent.path.split('?')[0]})`;
  const say = (kind: string, text: string) => {
    world.fault(kind);
    world.tell(`the line: ${what} ${text}`);
  };
  switch (dice.below(mayKill ? 8 : 7)) {
    case 0:
      say('request lost', 'is lost');
      return { ...GOOD, lost: true };
    case 1:
      say('answer lost', 'arrives, its answer is lost');
      return { ending: { kind: 'lost' } };
    case 2:
      say('answer cut', 'arrives, its answer is cut off in the middle');
      return { ending: { kind: 'cut', share: dice.unit() } };
    case 3:
      say('request doubled', 'arrives twice');
      return { ...GOOD, times: 2 };
    case 4:
      say('answer lost', 'arrives twice, its answers are lost');
      return { ending: { kind: 'lost' }, times: 2 };
    case 5: {
      const statements = 1 + dice.below(30);
      world.tell(`the server may die after ${statements} statements of ${what}`);
      return { ...GOOD, serverDiesAfter: statements };
    }
    case 7: {
      const steps = 1 + dice.below(140);
      world.tell(`${what} is answered; the power may go ${steps} steps later`);
      return { ...GOOD, killAfter: steps };
    }
    default:
      return GOOD;
  }
}

/** Delivers some of what a device asks for on a bad line; the rest stays under way. */
export async function someOf(world: World, dice: Dice, who: Gadget | OfficeDesk, mayKill: boolean): Promise<void> {
  for (let left = dice.below(4); left >= 0; left--) {
    const request = dice.of(world.network.under(who.life));
    if (!request) return;
    await world.deliver(request, badFate(world, dice, request, mayKill));
  }
}

export const line: Act = {
  name: 'line',
  weight: 8,
  run: async (world, dice) => {
    const request = dice.of(world.network.under());
    if (!request) return;
    const [oldest] = world.network.under();
    if (request !== oldest) world.fault('reordered');
    world.fault('delayed');
    await world.deliver(request, dice.percent(50) ? GOOD : badFate(world, dice, request, true));
  },
};

/** A request that somebody resends long after: a proxy, or a line that comes back. */
export const ghost: Act = {
  name: 'ghost',
  weight: 3,
  run: async (world, dice) => {
    const request = dice.of(world.delivered);
    if (!request) return;
    world.fault('request doubled late');
    world.tell(`the line: request ${request.number} (${request.sent.path.split('?')[0]}) arrives once more`);
    await world.ghost(request);
  },
};
