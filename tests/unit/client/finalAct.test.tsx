/** Acts that cannot be taken back: nothing happens before somebody has ticked that they are sure. */
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { FinalActFooter, FinalActSure } from '../../../src/client/features/office/parts/FinalAct.tsx';
import type { Sure } from '../../../src/client/features/office/parts/useSure.ts';

const nothing = () => undefined;
const sureOf = (change: Partial<Sure>): Sure => ({
  ticked: false,
  missed: 0,
  tick: nothing,
  given: () => false,
  ...change,
});

/** The button of the act: behind the way out. */
function actOf(change: { busy?: boolean; form?: string }): string {
  const html = renderToStaticMarkup(<FinalActFooter act="核销" busy={false} onClose={nothing} {...change} />);
  const buttons = html.match(/<button[^>]*>/g) ?? [];
  expect(buttons).toHaveLength(2);
  expect(buttons[0]).not.toContain('disabled=""');
  return buttons[1] ?? '';
}

test('[AL-5] [CF-17] the act can always be pressed, except while it is under way', () => {
  expect(actOf({})).not.toContain('disabled=""');
  expect(actOf({ busy: true })).toContain('disabled=""');
  expect(actOf({ form: 'f' })).toMatch(/type="submit".*form="f"|form="f".*type="submit"/);
  expect(actOf({})).toContain('type="button"');
});

test('why it failed is said as an alert, above the box', () => {
  const shown = (failure: string | undefined) =>
    renderToStaticMarkup(<FinalActSure failure={failure} label="不能撤销" sure={sureOf({ ticked: true })} />);
  expect(shown('没有网络')).toMatch(/role="alert".*没有网络.*checked=""/s);
  expect(shown(undefined)).not.toContain('alert');
});

test('[AL-5] [CF-17] pressed before the box is ticked, the box says so', () => {
  const shown = (sure: Partial<Sure>) =>
    renderToStaticMarkup(<FinalActSure failure={undefined} label="不能撤销" sure={sureOf(sure)} />);
  expect(shown({ missed: 1 })).toMatch(/aria-invalid="true".*role="alert"/s);
  expect(shown({ missed: 0 })).not.toContain('alert');
  expect(shown({ missed: 1, ticked: true })).not.toContain('alert');
});
