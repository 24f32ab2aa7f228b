/** The door of a tablet while something happens to the device: it is still loading, enrolled or revoked by another tab, or its storage is damaged. */
import { afterEach, expect, test } from 'vitest';
import { createTablet } from '../../../src/client/engine/createTablet.ts';
import { JournalDb } from '../../../src/client/journal/journalDb.ts';
import { PIN_ROUNDS } from '../../../src/client/seal/pinWrap.ts';
import { Bench, readyScene, type Scene, scene, settled, until } from './support/bench.ts';
import { CrashPoint } from './support/crash.ts';
import { ANNE, MONDAY, PINS } from './support/village.ts';

const PIN = PINS[ANNE.id] ?? '';
const deed = { household: 'XW-0001', rule: 'GY-01', date: MONDAY, quantity: 1, points: 2 };

const opened: { close(): void }[] = [];
afterEach(() => {
  for (const one of opened.splice(0)) one.close();
});

function track<T extends { readonly bench: Bench }>(made: T): T {
  opened.push({ close: () => made.bench.powerOff() });
  return made;
}

function journalDb({ bench }: Pick<Scene, 'bench'>): JournalDb {
  const { indexedDB, IDBKeyRange, dbPrefix } = bench.deps();
  const db = new JournalDb(dbPrefix, indexedDB, IDBKeyRange);
  opened.push(db);
  return db;
}

test('a code that the server does not know enrols nothing, and the problem is named', async () => {
  const { server, clock } = await scene();
  const { bench } = track({ bench: new Bench(server, clock) });
  const tablet = await bench.tab();
  expect(await tablet.enrol('CODE-00000')).toEqual({ ok: false, problem: 'enrol-code-unknown' });
  expect(tablet.state.getState().phase).toBe('unenrolled');
  expect(await journalDb({ bench }).meta.count()).toBe(0);
});

test('[SY-11] a tab that waits for a code opens its door when another tab has enrolled the device', async () => {
  const { server, clock } = await scene();
  const { bench } = track({ bench: new Bench(server, clock) });
  const [one, two] = [await bench.tab(), await bench.tab()];
  expect(await one.enrol('CODE-12345')).toEqual({ ok: true });
  await until(() => two.state.getState().phase === 'locked');
  expect(two.state.getState().device?.id).toBe(one.state.getState().device?.id);
  // It is shown a moment before it can be tried.
  await until(async () => (await two.unlock(ANNE.id, PIN)) === 'ok');
});

test('[SY-12] a PIN that is typed while the rest of the app still loads opens it once that is here', async () => {
  const made = track(await readyScene());
  made.bench.powerOff();
  const deps = made.bench.deps();
  let typed: Promise<string> | undefined;
  const tablet = createTablet({
    ...deps,
    // Asked for first when what lies behind the door is opened.
    now: () => {
      if (tablet.state.getState().phase === 'locked') typed ??= tablet.unlock(ANNE.id, PIN);
      return deps.now();
    },
  });
  opened.push(tablet);
  await tablet.start();
  expect(await typed).toBe('ok');
  expect(tablet.state.getState()).toMatchObject({ phase: 'ready', user: { id: ANNE.id } });
  expect(tablet.directory()).toHaveLength(5);
});

test('the PIN of a real device is wrapped with the full count of rounds', async () => {
  const made = track(await scene());
  const { pinRounds: _, ...deps } = made.bench.deps();
  const tablet = createTablet(deps);
  opened.push(tablet);
  await tablet.start();
  expect(await tablet.unlock(ANNE.id, PIN)).toBe('ok');
  expect((await journalDb(made).pins.get(ANNE.id))?.wrapped?.rounds).toBe(PIN_ROUNDS);
});

test('[CF-17] to begin anew is for a wiped device: one that works stays as it is', async () => {
  const { tablet } = track(await readyScene());
  await tablet.startAnew();
  expect(tablet.state.getState()).toMatchObject({ phase: 'ready', device: { id: 'K7Q2' } });
  expect(await tablet.record('entry.record', deed)).toMatchObject({ ok: true });
});

/** Another tab says that the office has revoked the device: so many turns after a chosen step, as a task of its own. */
class RevokedAt extends CrashPoint {
  private readonly moment: number;
  private readonly say: () => void;
  taken = 0;

  constructor(moment: number, turns: number, say: () => void) {
    super(Number.POSITIVE_INFINITY);
    this.moment = moment;
    this.say = Array.from({ length: turns }).reduce<() => void>((then) => () => void setImmediate(then), say);
  }

  override step(): void {
    if (++this.taken === this.moment) this.say();
  }
}

test.each([1, 2, 3, 4])(
  '[CF-17] revoked at any moment of unlocking (%i): nobody works, and nobody sees anything',
  async (turns) => {
    const made = track(await readyScene());
    const { bench } = made;
    for (let moment = 1; ; moment++) {
      bench.powerOff();
      const tablet = await bench.tab();
      await tablet.syncNow();
      const other = bench.deps().channel;
      const point = new RevokedAt(moment, turns, () => other?.post('revoked'));
      const answer = await tablet.unlock(ANNE.id, PIN);
      const over = point.taken < moment;
      if (!over) await until(() => tablet.state.getState().phase === 'revoked');
      point.end();
      if (over) {
        expect(answer).toBe('ok');
        expect(moment).toBeGreaterThan(10);
        return;
      }
      await settled(tablet);
      expect({ moment, phase: tablet.state.getState().phase }).toEqual({ moment, phase: 'revoked' });
      expect(tablet.state.getState().user).toBeUndefined();
      expect(tablet.directory()).toEqual([]);
      expect(await tablet.record('entry.record', deed)).toMatchObject({ ok: false });
      expect(await tablet.unlock(ANNE.id, PIN)).toBe('office');
    }
  },
);

test('[SY-1] an op that does not fit the chain: the door says broken, and no cache is thrown away for it', async () => {
  const made = track(await readyScene());
  const { bench, tablet } = made;
  bench.online = false;
  await tablet.record('entry.record', deed);
  bench.powerOff();
  const db = journalDb(made);
  await db.ops.update(1, { prev: '0'.repeat(64) });
  const again = await bench.tab();
  expect(await again.unlock(ANNE.id, PIN)).toBe('broken');
  expect(again.state.getState()).toMatchObject({ phase: 'locked', sync: { phase: 'failing', problem: 'storage' } });
  // Put right, everything is as it was.
  await db.ops.update(1, { prev: (await db.getMeta('acked'))?.hash ?? '' });
  bench.powerOff();
  const healed = await bench.unlockedTab();
  expect(healed.directory()).toHaveLength(5);
  expect((await healed.openFile('XW-0001'))?.pending.size).toBe(1);
});
