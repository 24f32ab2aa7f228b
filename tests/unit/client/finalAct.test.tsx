/** Acts that cannot be taken back: nothing happens before somebody has ticked that they are sure. */
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { FinalActFooter, FinalActSure } from '../../../src/client/features/office/devices/FinalAct.tsx';

const nothing = () => undefined;
/** The button of the act: behind the way out. */
function actOf(change: { sure?: boolean; busy?: boolean; form?: string }): string {
  const html = renderToStaticMarkup(
    <FinalActFooter act="核销" sure={false} busy={false} onClose={nothing} {...change} />,
  );
  const buttons = html.match(/<button[^>]*>/g) ?? [];
  expect(buttons).toHaveLength(2);
  expect(buttons[0]).not.toContain('disabled=""');
  return buttons[1] ?? '';
}

test('[AL-5] [CF-17] the act waits for the box, and for its own end', () => {
  expect(actOf({})).toContain('disabled=""');
  expect(actOf({ sure: true })).not.toContain('disabled=""');
  expect(actOf({ sure: true, busy: true })).toContain('disabled=""');
  expect(actOf({ sure: true, form: 'f' })).toMatch(/type="submit".*form="f"|form="f".*type="submit"/);
  expect(actOf({ sure: true })).toContain('type="button"');
});

test('why it failed is said as an alert, above the box', () => {
  const shown = (failure: string | undefined) =>
    renderToStaticMarkup(<FinalActSure failure={failure} label="不能撤销" sure onSure={nothing} />);
  expect(shown('没有网络')).toMatch(/role="alert".*没有网络.*checked=""/s);
  expect(shown(undefined)).not.toContain('alert');
});
