/**
 * Runs what clients do until every one of them is quiet: waiting for the network, for a timer or for a person. Everything a
 * client does on its disk goes through `setImmediate`, so counting those tells; and stopping them at one is a power cut.
 */
const immediate = globalThis.setImmediate;

let outstanding = 0;
let left = Infinity;
let cut = false;
let counting = false;

function counted(run: (...args: unknown[]) => void, ...args: unknown[]): NodeJS.Immediate {
  if (!counting) return immediate(run, ...args);
  outstanding++;
  return immediate(() => {
    outstanding--;
    if (left <= 0) cut = true;
    if (cut) return;
    left--;
    run(...args);
  });
}

/** Puts the counter in the place of `setImmediate`. */
export function countTasks(): void {
  Object.assign(globalThis, { setImmediate: counted });
}

const turn = () => new Promise<void>((resolve) => immediate(() => resolve()));

/**
 * Starts something on a client and waits until all clients are quiet. With `killAfter` the power goes after so many steps of the
 * disk; true when it did.
 */
export async function untilQuiet(start: () => void, killAfter = Infinity): Promise<boolean> {
  counting = true;
  left = killAfter;
  cut = false;
  try {
    start();
    do await turn();
    while (outstanding > 0);
    await turn();
    while (outstanding > 0) await turn();
    return cut;
  } finally {
    counting = false;
    cut = false;
  }
}
