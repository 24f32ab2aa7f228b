/** Parts of the review: what a rule can give as a choice, names of who sat, what stands in the minutes. */
import i18next from 'i18next';
import { renderToStaticMarkup } from 'react-dom/server';
import { initReactI18next } from 'react-i18next';
import { beforeAll, expect, test } from 'vitest';
import { PointsChoice } from '../../../src/client/features/office/review/PointsChoice.tsx';
import { namesIn } from '../../../src/client/features/office/sessions/namesIn.ts';
import { reviewZh } from '../../../src/client/i18n/review.zh.ts';
import { minuteLines, minuteTotals } from '../../../src/protocol/minutes.ts';
import type { OfficeEntry } from '../../../src/protocol/officeEntries.ts';
import type { CommitteeSession } from '../../../src/protocol/officeReview.ts';

beforeAll(async () => {
  await i18next.use(initReactI18next).init({
    lng: 'zh-CN',
    ns: ['review'],
    resources: { 'zh-CN': { review: reviewZh } },
    interpolation: { escapeValue: false },
  });
});

const shown = (offer: OfficeEntry['offer']) =>
  renderToStaticMarkup(<PointsChoice offer={offer} value="" onChange={() => undefined} />);

test('only what the rule can give is offered: a span, whole multiples, its levels, or nothing', () => {
  expect(shown({ type: 'between', min: 1, max: 5 })).toMatch(/min="1".*max="5"|max="5".*min="1"/);
  expect(shown({ type: 'multiples', of: -2 })).toMatch(/max="-2"/);
  expect(shown({ type: 'values', values: [3, 8] }).match(/type="radio"/g)).toHaveLength(2);
  const none = shown({ type: 'none' });
  expect(none).toContain('固定的');
  expect(none).not.toContain('<input');
});

test('typed names are taken apart, each once; English names keep their spaces', () => {
  expect(namesIn('关伯、李婶 关伯，王叔')).toEqual(['关伯', '李婶', '王叔']);
  expect(namesIn('Ann Lee, Bob Wu')).toEqual(['Ann Lee', 'Bob Wu']);
  expect(namesIn('  ')).toEqual([]);
});

test('[CF-24] minutes tell a decision from the first of two approvals, and add up what was approved alone', () => {
  const session = { id: '0FFC-000001' } as CommitteeSession;
  const entry = (change: Partial<OfficeEntry>) =>
    ({
      points: 5,
      pointsBefore: null,
      agreed: null,
      status: 'approved',
      session: session.id,
      reason: null,
      ...change,
    }) as OfficeEntry;
  const agreed = { by: 'o1', byName: '甲', at: 1, points: 7, reason: '两天', session: session.id };
  const lines = minuteLines({
    session,
    decisions: [
      entry({ points: 3, pointsBefore: 5 }),
      entry({ status: 'rejected', reason: '不实' }),
      entry({ status: 'submitted', session: null, agreed }),
      // Decided elsewhere later: here stands only what was said here.
      entry({ points: 7, pointsBefore: 5, session: null, agreed }),
    ],
  });
  expect(lines.map(({ result, before, after }) => [result, before, after])).toEqual([
    ['approved', 5, 3],
    ['rejected', 5, 0],
    ['agreed', 5, 7],
    ['agreed', 5, 7],
  ]);
  expect(minuteTotals(lines)).toEqual({ count: 4, approved: 1, rejected: 1, agreed: 2, before: 20, after: 3 });
});
