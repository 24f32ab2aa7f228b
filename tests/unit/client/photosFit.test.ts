import { expect, test } from 'vitest';
import { fitWithin } from '../../../src/client/photos/fitWithin.ts';

test('a photo keeps its shape, and its long side fits', () => {
  expect(fitWithin({ width: 4000, height: 3000 }, 1280)).toEqual({ width: 1280, height: 960 });
  expect(fitWithin({ width: 3000, height: 4000 }, 1280)).toEqual({ width: 960, height: 1280 });
});

test('a small photo is not made larger, and a thin one not to nothing', () => {
  expect(fitWithin({ width: 640, height: 480 }, 1280)).toEqual({ width: 640, height: 480 });
  expect(fitWithin({ width: 10_000, height: 1 }, 1280)).toEqual({ width: 1280, height: 1 });
});
