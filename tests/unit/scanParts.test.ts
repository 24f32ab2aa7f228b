import { describe, expect, test } from 'vitest';
import { browserKind, cameraProblemOf } from '../../src/client/scan/cameraProblem.ts';
import { pickCode } from '../../src/client/scan/pickCode.ts';
import { createTaskQueue } from '../../src/client/scan/taskQueue.ts';

describe('the task queue', () => {
  test('never runs two tasks at once and keeps their order, failures included', async () => {
    const inTurn = createTaskQueue();
    const log: string[] = [];
    const task =
      (name: string, fails = false) =>
      async () => {
        log.push(`${name}>`);
        await Promise.resolve();
        await Promise.resolve();
        log.push(`<${name}`);
        if (fails) throw new Error(name);
        return name;
      };
    const results = await Promise.allSettled([inTurn(task('a')), inTurn(task('b', true)), inTurn(task('c'))]);
    expect(log).toEqual(['a>', '<a', 'b>', '<b', 'c>', '<c']);
    expect(results.map((result) => result.status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  });
});

describe('codes in one picture', () => {
  const qr = (rawValue: string) => ({ format: 'qr_code', rawValue });
  const ean = (rawValue: string) => ({ format: 'ean_13', rawValue });

  test('none, one, and the same code seen twice', () => {
    expect(pickCode([], ['qr_code'])).toEqual({ kind: 'none' });
    expect(pickCode([qr('a')], ['qr_code'])).toEqual({ kind: 'one', code: qr('a') });
    expect(pickCode([qr('a'), qr('a')], ['qr_code'])).toEqual({ kind: 'one', code: qr('a') });
  });

  test('two cards are never chosen between', () => {
    expect(pickCode([qr('a'), qr('b')], ['qr_code'])).toEqual({ kind: 'several' });
  });

  test('the first wanted format counts alone', () => {
    expect(pickCode([qr('advert'), ean('6901')], ['ean_13', 'qr_code'])).toEqual({ kind: 'one', code: ean('6901') });
    expect(pickCode([qr('a'), ean('6901')], ['qr_code'])).toEqual({ kind: 'one', code: qr('a') });
  });
});

test.each([
  ['Error getting userMedia, error = NotAllowedError: Permission denied', 'denied'],
  ['Error getting userMedia, error = NotFoundError: Requested device not found', 'no_camera'],
  [new DOMException('in use', 'NotReadableError'), 'busy'],
  ['Camera streaming not supported by the browser.', 'unsupported'],
  [undefined, 'failed'],
])('%s means the problem %s', (error, problem) => {
  expect(cameraProblemOf(error)).toBe(problem);
});

test.each([
  ['Mozilla/5.0 (Linux; Android 14; V2309A) AppleWebKit/537.36 Chrome/116 XWEB/1160 MicroMessenger/8.0.49', 'wechat'],
  ['Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 MicroMessenger/8.0.49', 'wechat'],
  ['Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) Version/17.4 Mobile/15E148 Safari/604.1', 'ios'],
  ['Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 Chrome/126.0.0.0 Mobile Safari/537.36', 'android'],
  ['Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/126.0.0.0 Safari/537.36', 'desktop'],
])('of %s the browser is %s', (userAgent, kind) => {
  expect(browserKind(userAgent)).toBe(kind);
});
