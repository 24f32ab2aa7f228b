import { expect, test } from 'vitest';
import { undoOf } from '../../../src/domain/caseUndo.ts';

const HELD = {
  kind: 'entry.record',
  code: 'over_cap',
  decision: 'keep_both',
  several: false,
  withdrawn: false,
} as const;
const COUNTED = { household: 'XW-0001', id: 'A111-000001', points: 3, gone: 'no' } as const;

test('[CF-23] what a decision let count is taken back by an op of its own', () => {
  const { gone: _gone, ...what } = COUNTED;
  expect(undoOf(HELD, COUNTED)).toEqual({ how: 'reverse', ...what });
  expect(undoOf({ ...HELD, kind: 'redemption.record', code: 'outside_window', decision: 'accept' }, COUNTED)).toEqual({
    ...{ how: 'void', ...what },
  });
});

test.each([
  ['not_counted', { decision: 'reject' }, undefined],
  ['withdrawn', { decision: 'reject', withdrawn: true }, undefined],
  ['several', { several: true, decision: 'accept' }, COUNTED],
  ['merged', { code: 'likely_duplicate', decision: 'merge' }, undefined],
  ['two_households', { code: 'likely_duplicate' }, undefined],
  ['only_noted', { code: 'over_limit', decision: 'noted', kind: 'redemption.record' }, COUNTED],
  ['edited', { kind: 'household.edit', decision: 'accept' }, undefined],
  ['registered', { kind: 'household.register', code: 'same_code', decision: 'to' }, undefined],
  ['other_kind', { kind: 'card.replace', decision: 'accept' }, undefined],
  ['not_there', {}, undefined],
  ['taken_back', {}, { ...COUNTED, gone: 'yes' }],
  ['being_taken_back', {}, { ...COUNTED, gone: 'asked' }],
] as const)('[CF-24] the decision stands, and the page says why: %s', (why, change, counted) => {
  expect(undoOf({ ...HELD, ...change }, counted)).toEqual({ how: null, why });
});
