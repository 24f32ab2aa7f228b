import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { beyondUsual, isRelativeOf, USUAL_WEEKS } from '../../../src/domain/oddity.ts';

const week = (count: number, points = count * 2) => ({ count, points });

describe('beyond usual', () => {
  it('is more than three times the worker’s own mean of eight weeks, empty weeks counted, and no trifle', () => {
    const before = [week(2), week(2), week(4)];
    expect(beyondUsual(week(5), before)).toEqual({ measure: 'count', now: 5, mean: 1 });
    // Three times the mean is still usual; four deeds are a trifle whatever the mean.
    expect(beyondUsual(week(3, 6), before)).toBeUndefined();
    expect(beyondUsual(week(4, 8), [week(1), week(1), week(1)])).toBeUndefined();
  });

  it('is also few deeds of many points', () =>
    expect(beyondUsual(week(2, 40), [week(2, 4), week(2, 4), week(2, 4)])).toEqual({
      measure: 'points',
      now: 40,
      mean: 1.5,
    }));

  it('is not known of who has used the rule in fewer than three of the weeks', () =>
    expect(beyondUsual(week(50), [week(1), week(1)])).toBeUndefined());

  it('never strikes in a week that is like every one before', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }), fc.integer({ min: 1, max: 50 }), (count, each) => {
        const same = week(count, count * each);
        expect(
          beyondUsual(
            same,
            Array.from({ length: USUAL_WEEKS }, () => same),
          ),
        ).toBeUndefined();
      }),
    );
  });
});

it('a tag marks the household of a relative by the worker’s id or name, whatever the colon', () => {
  const worker = { id: 'WG-XW1', name: '谢伟' };
  for (const tag of ['亲属:WG-XW1', '亲属：谢伟', '亲属: 谢伟 '])
    expect(isRelativeOf(['低保', tag], worker)).toBe(true);
  for (const tag of ['亲属', '亲属:WG-XW2', '亲属:谢伟明', '低保户']) expect(isRelativeOf([tag], worker)).toBe(false);
});
