/** What the tablet makes of answers that are none: proxies, cuts, half a body, another server. */
import { afterEach, describe, expect, test, vi } from 'vitest';
import { activate, getSnapshot, postSync, readmit } from '../../../src/client/sync/api.ts';
import { ApiError } from '../../../src/client/sync/apiError.ts';
import { readLines } from '../../../src/client/sync/ndjson.ts';
import { PROTOCOL } from '../../../src/protocol/sync.ts';
import { type Bench, type Fault, readyScene, scene, settled, until } from './support/bench.ts';
import { ANNE, BO, MONDAY, PINS } from './support/village.ts';

const opened: Bench[] = [];
afterEach(() => {
  for (const bench of opened.splice(0)) bench.powerOff();
});

const problem = (code: string, status = 400) =>
  Response.json({ type: `urn:village-points:problem:${code}`, status }, { status });
const timers = { set: () => 0, clear: () => undefined };
const api = (answer: () => Response) => ({ fetch: async () => answer(), origin: '', timers });
const code = (work: Promise<unknown>) =>
  work.then(
    () => 'ok',
    (error) => (error instanceof ApiError ? error.code : error),
  );
const SYNC = { protocol: PROTOCOL, app: 't', now: 0, ack: 0, status: { unsent: 0 } };
const GOOD = { protocol: PROTOCOL, now: 1, epoch: 'e', high: 0 };

describe('an answer', () => {
  test.each<[string, () => Response, string]>([
    ['a proxy’s page of a broken gateway', () => new Response('<html>', { status: 502 }), 'not-ready'],
    ['a proxy’s page of something else', () => new Response('<html>', { status: 404 }), 'bad-answer'],
    ['another server’s problem', () => Response.json({ type: 'about:blank' }, { status: 503 }), 'not-ready'],
    ['a problem of ours', () => problem('too-old', 426), 'too-old'],
    ['text that is no JSON', () => new Response('OK'), 'bad-answer'],
    ['JSON of something else', () => Response.json({ ok: true }), 'bad-answer'],
    ['a body that breaks off', () => new Response(brokenStream()), 'offline'],
    ['the answer', () => Response.json(GOOD), 'ok'],
  ])('that is %s is %s', async (_what, answer, expected) => {
    expect(await code(postSync(api(answer), 'Device K7Q2.t', SYNC))).toBe(expected);
  });

  test('without a body is no first load', async () => {
    const { signal } = new AbortController();
    const empty = api(() => new Response(null, { status: 200 }));
    expect(await code(getSnapshot(empty, 'Device K7Q2.t', undefined, signal))).toBe('bad-answer');
  });

  test('that takes a device in again says so in so many words', async () => {
    expect(
      await code(
        readmit(
          api(() => Response.json({ ok: true })),
          'a',
          'c',
        ),
      ),
    ).toBe('ok');
    expect(
      await code(
        readmit(
          api(() => Response.json({ ok: false })),
          'a',
          'c',
        ),
      ),
    ).toBe('bad-answer');
  });

  test('nobody waits for one for ever: after a minute the request is given up', async () => {
    let fire: () => void = () => undefined;
    const deps = {
      origin: '',
      timers: {
        set: (run: () => void) => {
          fire = run;
          return 1;
        },
        clear: () => undefined,
      },
      fetch: ((_url, init) =>
        new Promise((_resolve, reject) => {
          init?.signal?.addEventListener('abort', () => reject(new Error('given up')));
        })) as typeof fetch,
    };
    const asked = code(activate(deps, 'Device K7Q2.t', { user: 'u', pin: '1' }));
    await until(() => fire.length === 0);
    fire();
    expect(await asked).toBe('offline');
  });
});

function brokenStream(): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      controller.enqueue(new TextEncoder().encode('{"protocol":'));
      controller.error(new TypeError('cut'));
    },
  });
}

test('lines come whole, however the bytes were cut; empty ones and a half one at the end do not come', async () => {
  const bytes = new TextEncoder().encode('{"甲":1}\n\n{"乙":2}\n{"half');
  for (const size of [1, 2, 5, bytes.length]) {
    const stream = new ReadableStream<Uint8Array>({
      start(controller) {
        for (let from = 0; from < bytes.length; from += size) controller.enqueue(bytes.slice(from, from + size));
        controller.close();
      },
    });
    const lines: string[] = [];
    for await (const line of readLines(stream, () => undefined)) lines.push(line);
    expect(lines).toEqual(['{"甲":1}', '{"乙":2}']);
  }
});

describe('[SY-8] a sync answer that does not fit changes nothing, and the next one goes on', () => {
  async function three() {
    const made = await readyScene();
    opened.push(made.bench);
    made.bench.online = false;
    const deed = { household: 'XW-0001', rule: 'RJ-01', date: MONDAY, quantity: 1, points: 2 };
    for (let n = 0; n < 3; n++) expect((await made.tablet.record('entry.record', deed)).ok).toBe(true);
    made.bench.online = true;
    return made;
  }
  const broken: readonly [string, Fault][] = [
    ['columns of other lengths', { changed: (body) => ({ ...body, verdicts: { n: 2, f: { seq: [1] } } }) }],
    ['columns that are none', { changed: (body) => ({ ...body, verdicts: 7 }) }],
    ['no verdict for what was sent', { changed: ({ verdicts: _, ...body }) => body }],
    ['a page instead', { answer: new Response('<html>') }],
  ];
  test.each(broken)('%s', async (_what, fault) => {
    const { bench, tablet, server } = await three();
    await until(() => tablet.state.getState().sync.phase !== 'syncing');
    bench.faults = [fault];
    await tablet.syncNow();
    await until(() => bench.faults.length === 0 && tablet.state.getState().sync.phase !== 'syncing');
    await settled(tablet);
    expect(tablet.state.getState().sync).toMatchObject({ phase: 'idle', unsent: 0 });
    expect(server.devices.get('K7Q2')?.log).toHaveLength(3);
    expect((await tablet.tray(9)).map((item) => item.verdict?.outcome)).toEqual(['held', 'held', 'applied']);
  });

  test('[SY-14] a server that asks for the report again and again is not answered for ever', async () => {
    const { bench, tablet } = await three();
    await until(() => tablet.state.getState().sync.phase !== 'syncing');
    const again: Fault = { changed: (body) => ({ ...body, directive: 'report' }) };
    bench.faults = [again, again];
    await tablet.syncNow();
    await until(() => bench.faults.length === 0 && tablet.state.getState().sync.phase !== 'syncing');
    await settled(tablet);
    expect(tablet.state.getState().sync).toMatchObject({ phase: 'idle', unsent: 0 });
  });
});

describe('[SY-9] a first load that is not one', () => {
  const lines: readonly [string, string, string][] = [
    ['a page', '<html>\n', 'bad-answer'],
    ['lines of something else', '{"a":1}\n', 'bad-answer'],
    ['a list', '7\n', 'bad-answer'],
    ['nothing', '', 'offline'],
  ];
  test.each(lines)('%s: it is said, and the next try loads', async (_what, text, expected) => {
    const { bench } = await scene();
    opened.push(bench);
    bench.streamFaults = [{ answer: new Response(text) }];
    const tablet = await bench.unlockedTab();
    await until(() => tablet.state.getState().sync.problem === expected);
    expect(tablet.directory()).toEqual([]);
    await tablet.syncNow();
    await settled(tablet);
    expect(tablet.directory()).toHaveLength(5);
  });

  test('[SY-14] cut, and gone on by a server with another history: what came before does not stay', async () => {
    const { bench, server } = await scene();
    opened.push(bench);
    bench.streamFaults = [{ cutAnswerAt: 2_500 }];
    const tablet = await bench.unlockedTab();
    await until(() => tablet.state.getState().sync.problem !== undefined);
    server.epoch = 'e2';
    server.files.delete('XW-0001');
    await until(async () => {
      await tablet.syncNow();
      return tablet.directory().length === 4 && !tablet.state.getState().load;
    });
    expect(await tablet.openFile('XW-0001')).toBeUndefined();
  });
});

describe('at the door, what the server says of a first PIN', () => {
  test.each([
    ['pin-wrong', 'wrong_pin'],
    ['rate-limited', 'wait'],
    ['pin-locked', 'office'],
    ['device-unknown', 'office'],
    ['forbidden', 'not_here'],
    ['invalid', 'not_here'],
    ['not-ready', 'offline'],
  ])('%s: %s', async (said, shown) => {
    const { bench } = await scene();
    opened.push(bench);
    const tablet = await bench.tab();
    await tablet.syncNow();
    bench.faults = [{ answer: problem(said) }];
    expect(await tablet.unlock(ANNE.id, PINS[ANNE.id] ?? '')).toBe(shown);
    expect(await tablet.unlock(ANNE.id, PINS[ANNE.id] ?? '')).toBe('ok');
  });

  test('a PIN that the office has just changed opens at the third wrong try, with a connection', async () => {
    const { bench, server, tablet } = await readyScene();
    opened.push(bench);
    tablet.lock();
    server.pins[ANNE.id] = '424242';
    for (let n = 0; n < 2; n++) expect(await tablet.unlock(ANNE.id, '424242')).toBe('wrong_pin');
    expect(await tablet.unlock(ANNE.id, '424242')).toBe('ok');
  });

  test('what breaks here is no word of the server’s', async () => {
    const { bench } = await scene();
    opened.push(bench);
    const tablet = await bench.tab();
    await tablet.syncNow();
    const broken = vi.spyOn(crypto.subtle, 'importKey').mockRejectedValueOnce(new Error('no such cipher'));
    expect(await tablet.unlock(BO.id, PINS[BO.id] ?? '')).toBe('broken');
    broken.mockRestore();
    expect(await tablet.unlock(BO.id, PINS[BO.id] ?? '')).toBe('ok');
  });
});
