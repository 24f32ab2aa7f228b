import { renderToString } from 'react-dom/server';
import { afterEach, expect, it, vi } from 'vitest';
import { createStore } from 'zustand';
import type { Tablet, TabletState } from '../../../src/client/engine/tablet.ts';
import EnrolScreen from '../../../src/client/features/enrol/EnrolScreen.tsx';
import { enrolProblemWord } from '../../../src/client/features/enrol/enrolProblems.ts';
import { TabletProvider } from '../../../src/client/useTablet.tsx';

afterEach(() => vi.unstubAllGlobals());

it('an enrolment link fills in its code, also when the first drawing of the screen is thrown away', () => {
  const address = { pathname: '/enrol', hash: '#K7Q2M-XW9PA' };
  const replaceState = vi.fn(() => {
    address.hash = '';
  });
  vi.stubGlobal('location', address);
  vi.stubGlobal('history', { state: null, replaceState });
  const tablet = { state: createStore(() => ({}) as Partial<TabletState>) } as Tablet;
  const draw = () =>
    renderToString(
      <TabletProvider tablet={tablet}>
        <EnrolScreen />
      </TabletProvider>,
    );
  draw();
  expect(draw()).toContain('value="K7Q2M-XW9PA"');
});

it('each answer to a wrong code has words of its own', () => {
  const words = ['enrol-code-unknown', 'enrol-code-expired', 'enrol-code-used', 'rate-limited'].map(enrolProblemWord);
  expect(words).toEqual(['unknown', 'expired', 'used', 'rate']);
  expect(enrolProblemWord('server-error')).toBe('other');
});
