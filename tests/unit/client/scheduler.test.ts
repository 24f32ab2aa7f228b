import { expect, test } from 'vitest';
import { LocalLocks, underLock } from '../../../src/client/sync/locks.ts';
import { backOffMs, Scheduler } from '../../../src/client/sync/scheduler.ts';
import { Clock } from './support/bench.ts';

function setup() {
  const clock = new Clock();
  const runs: boolean[] = [];
  const state = { fine: true, gate: undefined as Promise<void> | undefined };
  const scheduler = new Scheduler({
    timers: clock.api,
    random: () => 0,
    run: async (wait) => {
      runs.push(wait);
      await state.gate;
      return state.fine;
    },
  });
  const turn = async () => {
    for (let i = 0; i < 10; i++) await Promise.resolve();
  };
  return { clock, runs, state, scheduler, turn };
}

test('[SY-12] back-off doubles with jitter and ends at five minutes', () => {
  expect([1, 2, 3, 4].map((n) => backOffMs(n, 0))).toEqual([5_000, 10_000, 20_000, 40_000]);
  expect(backOffMs(40, 0)).toBe(300_000);
  expect(backOffMs(1, 1)).toBe(2_500);
});

test('[SY-12] every minute while all is well, later and later while it is not, at once by button', async () => {
  const { clock, runs, state, scheduler, turn } = setup();
  await scheduler.now();
  clock.pass(59_999);
  expect(runs).toHaveLength(1);
  clock.pass(1);
  await turn();
  expect(runs).toHaveLength(2);
  state.fine = false;
  await scheduler.now();
  clock.pass(4_999);
  expect(runs).toHaveLength(3);
  clock.pass(1);
  await turn();
  expect(runs).toHaveLength(4);
  clock.pass(5_000);
  await turn();
  expect(runs).toHaveLength(4);
  await scheduler.now();
  expect(runs).toHaveLength(5);
  scheduler.stop();
  clock.pass(1_000_000);
  expect(runs).toHaveLength(5);
});

test('[SY-12] records in quick succession go together; a failing line keeps its own pace', async () => {
  const { clock, runs, state, scheduler, turn } = setup();
  await scheduler.now();
  for (let i = 0; i < 5; i++) {
    scheduler.soon();
    clock.pass(1_000);
  }
  expect(runs).toHaveLength(1);
  clock.pass(1_000);
  await turn();
  expect(runs).toHaveLength(2);
  state.fine = false;
  await scheduler.now();
  scheduler.soon();
  clock.pass(2_000);
  await turn();
  expect(runs).toHaveLength(3);
});

test('[SY-12] a run that lasts longer than the minute is not doubled by the clock', async () => {
  const { clock, runs, state, scheduler, turn } = setup();
  await scheduler.now();
  let open: () => void = () => undefined;
  state.gate = new Promise((resolve) => {
    open = resolve;
  });
  const long = scheduler.now();
  clock.pass(120_000);
  scheduler.soon();
  clock.pass(120_000);
  await turn();
  expect(runs).toHaveLength(2);
  open();
  await long;
  clock.pass(60_000);
  await turn();
  expect(runs).toHaveLength(3);
});

test('asking during a run gives one run after it, however often it is asked', async () => {
  const { runs, state, scheduler } = setup();
  let open = () => {};
  state.gate = new Promise((resolve) => {
    open = resolve;
  });
  const first = scheduler.now();
  const asked = Promise.all([scheduler.now(), scheduler.now(), scheduler.now()]);
  expect(runs).toHaveLength(1);
  open();
  await Promise.all([first, asked]);
  expect(runs).toHaveLength(2);
});

test('[SY-11] a lock is held by one at a time, in order; who does not wait goes away empty', async () => {
  const locks = new LocalLocks();
  const order: string[] = [];
  let open = () => {};
  const gate = new Promise<void>((resolve) => {
    open = resolve;
  });
  const first = underLock(locks, 'a', true, async () => {
    await gate;
    order.push('first');
  });
  const second = underLock(locks, 'a', true, async () => order.push('second'));
  expect(await underLock(locks, 'a', false, async () => 'got it')).toBeUndefined();
  expect(await underLock(locks, 'b', false, async () => 'got it')).toBe('got it');
  open();
  await Promise.all([first, second]);
  expect(order).toEqual(['first', 'second']);
  await expect(underLock(locks, 'a', true, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await underLock(locks, 'a', false, async () => 'free again')).toBe('free again');
});
