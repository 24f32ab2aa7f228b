/** A tablet on a bench: its disk, its clock and its line to the server are in the test's hands. */
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { expect } from 'vitest';
import { type ClosableTablet, createTablet } from '../../../../src/client/engine/createTablet.ts';
import type { TabChannel, TabletDeps } from '../../../../src/client/engine/deps.ts';
import { LocalLocks, PHOTO_LOCK } from '../../../../src/client/sync/locks.ts';
import type { HouseholdFile } from '../../../../src/domain/household.ts';
import type { DeviceUser } from '../../../../src/protocol/catalogue.ts';
import { ReferenceServer } from './referenceServer.ts';
import { ANNE, BO, household, MONDAY_MS, PINS } from './village.ts';

export class Clock {
  /** Wall clock, ms: may be set by hand. */
  wall = MONDAY_MS;
  /** Monotonic clock, ms. */
  mono = 0;
  private readonly timers = new Map<number, { at: number; run: () => void }>();
  private next = 1;

  readonly api = {
    set: (run: () => void, ms: number) => {
      this.timers.set(this.next, { at: this.mono + ms, run });
      return this.next++;
    },
    clear: (timer: unknown) => {
      this.timers.delete(timer as number);
    },
  };

  /** Lets time pass and fires what is due. */
  pass(ms: number): void {
    this.wall += ms;
    this.mono += ms;
    for (const [id, { at, run }] of [...this.timers]) {
      if (at > this.mono || !this.timers.delete(id)) continue;
      run();
    }
  }
}

/** What the line does to one request. */
export type Fault =
  | 'none'
  | 'lost-request'
  | 'lost-answer'
  | { readonly cutAnswerAt: number }
  /** What somebody on the way answers instead of the server. */
  | { readonly answer: Response }
  /** What somebody makes of the server's answer. */
  | { readonly changed: (body: Record<string, unknown>) => unknown };

export class Bench {
  readonly clock: Clock;
  readonly server: ReferenceServer;
  disk = new IDBFactory();
  locks = new LocalLocks();
  /** What outlives the databases. */
  mark: string | null = null;
  online = true;
  /** How far this device's clock is behind, ms. */
  slowMs = 0;
  /** Faults of the next requests, one each. */
  faults: Fault[] = [];
  /** Faults of the next first-load streams. */
  streamFaults: Fault[] = [];
  private readonly ears = new Set<(message: string, from: object) => void>();
  private readonly open: ClosableTablet[] = [];

  constructor(server: ReferenceServer, clock: Clock) {
    this.server = server;
    this.clock = clock;
  }

  private readonly fetch: typeof fetch = async (input, init) => {
    const faults = String(input).includes('/api/snapshot') ? this.streamFaults : this.faults;
    const fault = faults.shift() ?? 'none';
    if (!this.online || fault === 'lost-request') throw new TypeError('no connection');
    if (typeof fault === 'object' && 'answer' in fault) return fault.answer;
    const answer = await this.server.fetch(input, init);
    if (typeof fault === 'object' && 'changed' in fault) {
      return Response.json(fault.changed((await answer.json()) as Record<string, unknown>));
    }
    if (fault === 'lost-answer') throw new TypeError('connection reset');
    return typeof fault === 'object' ? cut(answer, fault.cutAnswerAt) : answer;
  };

  deps(): TabletDeps {
    const self = {};
    const channel: TabChannel = {
      post: (message) => {
        for (const ear of [...this.ears]) ear(message, self);
      },
      listen: (listener) => {
        this.ears.add((message, from) => {
          if (from !== self) listener(message);
        });
      },
      close: () => undefined,
    };
    return {
      dbPrefix: 'test',
      indexedDB: this.disk,
      IDBKeyRange,
      crypto: globalThis.crypto,
      fetch: this.fetch,
      now: () => this.clock.wall - this.slowMs,
      monotonic: () => this.clock.mono,
      random: () => 0,
      origin: 'https://town.test',
      timers: this.clock.api,
      locks: this.locks,
      channel,
      mark: {
        read: () => this.mark,
        write: (text) => {
          this.mark = text;
        },
      },
      appVersion: 'test',
      pinRounds: 10,
    };
  }

  /** Another tab of the device, started. */
  async tab(): Promise<ClosableTablet> {
    const tablet = createTablet(this.deps());
    this.open.push(tablet);
    await tablet.start();
    return tablet;
  }

  /** A new tab, unlocked by a person. */
  async unlockedTab(user = ANNE.id): Promise<ClosableTablet> {
    const tablet = await this.tab();
    expect(await tablet.unlock(user, PINS[user] ?? '')).toBe('ok');
    return tablet;
  }

  /** No tab hears another any more. */
  deafen(): void {
    this.ears.clear();
  }

  /** The whole app is ended and its locks with it; the disk stays. */
  powerOff(): void {
    for (const tablet of this.open.splice(0)) tablet.close();
    this.ears.clear();
    this.locks = new LocalLocks();
  }
}

function cut(answer: Response, at: number): Response {
  const source = answer.body?.getReader();
  let given = 0;
  const stream = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const part = await source?.read();
      if (!part || part.done) return controller.close();
      const room = at - given;
      if (part.value.length > room) {
        if (room > 0) controller.enqueue(part.value.slice(0, room));
        given = at;
        // Give the reader what came before the cut its chance to arrive.
        setTimeout(() => controller.error(new TypeError('connection cut')), 0);
        await new Promise(() => undefined);
      }
      given += part.value.length;
      controller.enqueue(part.value);
    },
  });
  return new Response(stream, { status: answer.status, headers: answer.headers });
}

/** Waits until something is so; a busy machine may take its time. */
export async function until(what: () => boolean | Promise<boolean>): Promise<void> {
  for (let i = 0; i < 30_000; i++) {
    if (await what()) return;
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  throw new Error(`never: ${what.toString()}`);
}

/**
 * As its timers do: five minutes go by and it syncs, until something is so. What it is sending is let end first: a request's time-out is a timer too,
 * and a photo that was broken off by it waits for the next turn.
 */
export async function turnsUntil(bench: Bench, tablet: ClosableTablet, what: () => boolean): Promise<void> {
  const sent = () => bench.locks.request(PHOTO_LOCK, {}, async () => undefined);
  for (let turns = 0; !what(); turns++) {
    if (turns === 500) throw new Error(`never: ${what.toString()}`);
    await sent();
    bench.clock.pass(300_000);
    await tablet.syncNow();
    // Another tab may be at the photos; it gets its turn.
    await new Promise((resolve) => setTimeout(resolve, 1));
    await sent();
  }
}

/** Waits until the first load is complete and nothing is left to sync. */
export async function settled(tablet: ClosableTablet): Promise<void> {
  await until(() => !tablet.state.getState().load);
  // The end of a first load asks for a sync of its own: the second one here comes after it.
  await tablet.syncNow();
  await tablet.syncNow();
}

export interface Scene {
  readonly server: ReferenceServer;
  readonly clock: Clock;
  readonly bench: Bench;
}

/** A server with households and one enrolled device that nobody has unlocked. */
export async function scene(
  files: readonly HouseholdFile[] = [1, 2, 3, 4, 5].map((n) => household(n)),
  users: readonly DeviceUser[] = [ANNE, BO],
): Promise<Scene> {
  const clock = new Clock();
  const server = new ReferenceServer(users, files, () => clock.wall);
  const bench = await enrolledBench(server, clock);
  return { server, clock, bench };
}

/** One more device of the same village. */
export async function enrolledBench(server: ReferenceServer, clock: Clock): Promise<Bench> {
  const bench = new Bench(server, clock);
  const tablet = await bench.tab();
  expect(await tablet.enrol('CODE-12345')).toEqual({ ok: true });
  await tablet.syncNow();
  bench.powerOff();
  return bench;
}

/** A scene with one tab, unlocked and loaded. */
export async function readyScene(files?: readonly HouseholdFile[]): Promise<Scene & { tablet: ClosableTablet }> {
  const made = await scene(files);
  const tablet = await made.bench.unlockedTab();
  await settled(tablet);
  return { ...made, tablet };
}
