import { expect, test } from 'vitest';
import { noticeInForce } from '../../../src/domain/notice.ts';

test('a notice is in force from its instant on, and no longer at the instant of its end', () => {
  expect([9, 10, 19, 20].map((at) => noticeInForce({ from: 10, until: 20 }, at))).toEqual([false, true, true, false]);
  expect([9, 10, 9_999].map((at) => noticeInForce({ from: 10 }, at))).toEqual([false, true, true]);
});
