/** The page of the bench: the product's own engine in a production build, and floors beside it, driven from outside. */

import { browserDeps } from '../../../src/client/engine/browserDeps.ts';
import { createTablet } from '../../../src/client/engine/createTablet.ts';
import type { OpBodies, OpKind } from '../../../src/domain/op.ts';
import { type BareFloors, bareFloors } from './floors.ts';
import { keystrokes, searchTimes } from './searching.ts';

export interface LoadTimes {
  /** From the open door to a usable own grid, and to the last file, ms. */
  readonly ownGridMs: number;
  readonly completeMs: number;
  readonly households: number;
}

export interface SyncTime {
  readonly ms: number;
  readonly unsent: number;
  readonly problem: string | undefined;
}

export interface SaveTimes {
  readonly record: readonly number[];
  /** A bare strict put of the same bytes after each record. */
  readonly bare: readonly number[];
}

export interface BenchPage extends BareFloors {
  enrol(code: string): Promise<void>;
  /** Unlocks for the first time and waits until the first load is complete. */
  load(user: string, pin: string, households: number): Promise<LoadTimes>;
  /** Without a line every request fails at once, as in a dead spot. */
  line(on: boolean): void;
  record(bodies: readonly OpBodies['entry.record'][]): Promise<void>;
  saveTimes(bodies: readonly OpBodies['entry.record'][]): Promise<SaveTimes>;
  /** Households, at most so many, at which this device may spend so many points offline. */
  servable(points: number, limit: number): Promise<readonly string[]>;
  /** Records redemptions; how long each took, ms. */
  redeem(bodies: readonly OpBodies['redemption.record'][]): Promise<readonly number[]>;
  sync(): Promise<SyncTime>;
  /** Outcomes of the newest own ops, counted. */
  outcomes(limit: number): Promise<Record<string, number>>;
  openTimes(codes: readonly string[]): Promise<readonly number[]>;
  /** Time of every keystroke of the queries, in the tablet's own directory. */
  searchTimes(limit: number): readonly number[];
  /** The same over `rows` rows, and a plain walk over the names. */
  searchTimesOf(rows: number, limit: number): { readonly search: readonly number[]; readonly walk: readonly number[] };
}

declare global {
  interface Window {
    bench: BenchPage;
  }
}

let connected = true;
// Signals and the screen's lock would act by themselves between two measurements.
const { signals: _signals, channel: _channel, ...deps } = browserDeps();
const tablet = createTablet({
  ...deps,
  autoLockMs: 24 * 3_600_000,
  fetch: (input, init) => (connected ? fetch(input, init) : Promise.reject(new TypeError('no line'))),
});

/** Resolves when the state says so. */
function until(ready: () => boolean): Promise<number> {
  return new Promise((resolve) => {
    const look = () => {
      if (!ready()) return;
      stop();
      resolve(performance.now());
    };
    const stop = tablet.state.subscribe(look);
    look();
  });
}

async function recordOne<K extends OpKind>(kind: K, body: OpBodies[K]): Promise<number> {
  const begin = performance.now();
  const result = await tablet.record(kind, body);
  const ms = performance.now() - begin;
  if (!result.ok) throw new Error(`not recorded: ${JSON.stringify(result)}`);
  return ms;
}

const floors = bareFloors(fetch.bind(globalThis));

window.bench = {
  ...floors,
  async enrol(code) {
    await tablet.start();
    const answer = await tablet.enrol(code);
    if (!answer.ok) throw new Error(`not enrolled: ${answer.problem}`);
  },
  async load(user, pin, households) {
    const open = until(() => tablet.state.getState().phase === 'ready');
    const ownGrid = until(() => tablet.state.getState().load?.ownGridReady === true);
    const complete = until(
      () => tablet.state.getState().load === undefined && tablet.directory().length === households,
    );
    const answer = await tablet.unlock(user, pin);
    if (answer !== 'ok') throw new Error(`not unlocked: ${answer}`);
    const from = await open;
    const done = await complete;
    const usable = tablet.directory().length > 0 ? await Promise.race([ownGrid, complete]) : done;
    await until(() => tablet.state.getState().sync.phase === 'idle');
    return { ownGridMs: usable - from, completeMs: done - from, households: tablet.directory().length };
  },
  line(on) {
    connected = on;
  },
  async record(bodies) {
    for (const body of bodies) await recordOne('entry.record', body);
  },
  async saveTimes(bodies) {
    const record: number[] = [];
    const bare: number[] = [];
    const put = await floors.strictPut();
    for (const body of bodies) {
      record.push(await recordOne('entry.record', body));
      bare.push(await put());
    }
    return { record, bare };
  },
  async servable(points, limit) {
    const found: string[] = [];
    for (const { code } of tablet.directory()) {
      if (found.length >= limit) break;
      if (((await tablet.openFile(code))?.remaining ?? 0) >= points) found.push(code);
    }
    return found;
  },
  async redeem(bodies) {
    const times: number[] = [];
    for (const body of bodies) times.push(await recordOne('redemption.record', body));
    return times;
  },
  async sync() {
    const begin = performance.now();
    await tablet.syncNow();
    const ms = performance.now() - begin;
    const { unsent, problem } = tablet.state.getState().sync;
    return { ms, unsent, problem };
  },
  async outcomes(limit) {
    const counts: Record<string, number> = {};
    for (const { verdict } of await tablet.tray(limit)) {
      const key = verdict ? `${verdict.outcome} ${verdict.code}` : 'unsent';
      counts[key] = (counts[key] ?? 0) + 1;
    }
    return counts;
  },
  async openTimes(codes) {
    const times: number[] = [];
    for (const code of codes) {
      const begin = performance.now();
      const view = await tablet.openFile(code);
      times.push(performance.now() - begin);
      if (!view) throw new Error(`no file ${code}`);
    }
    return times;
  },
  searchTimes(limit) {
    const typed = keystrokes(tablet.directory());
    return searchTimes(typed, (query) => tablet.search(query, limit));
  },
  searchTimesOf(rows, limit) {
    return floors.searchIn(tablet.directory(), rows, limit);
  },
};
