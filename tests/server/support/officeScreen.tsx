/** What the office's screens say of the Cases and entries that the real server lists, as text. */
import type { ReactNode } from 'react';
import { expect } from 'vitest';
import { CaseDetail } from '../../../src/client/features/office/cases/CaseDetail.tsx';
import { DeviceNotices } from '../../../src/client/features/office/devices/DeviceNotices.tsx';
import { WriteOffFigures } from '../../../src/client/features/office/devices/WriteOffFigures.tsx';
import { WriteOffList } from '../../../src/client/features/office/devices/WriteOffList.tsx';
import { EntryMarks } from '../../../src/client/features/office/review/EntryMarks.tsx';
import { MeContext } from '../../../src/client/features/office/useMe.ts';
import type { OfficeCase, OfficeCases } from '../../../src/protocol/officeCases.ts';
import type { OfficeDevice } from '../../../src/protocol/officeDevices.ts';
import type { OfficeEntries, OfficeEntry } from '../../../src/protocol/officeEntries.ts';
import type { OfficeMe } from '../../../src/protocol/officeSession.ts';
import type { App } from '../../../src/server/http/base-app.ts';
import { wordsOf } from './screenTablet.tsx';
import { injected } from './syncServer.ts';
import { jsonOf, type TestDevice } from './testDevice.ts';

/** What a route of the office answers to this browser's person. */
export async function ask<T>(app: App, browser: TestDevice, path: string, body?: unknown): Promise<T> {
  const answer = await injected(app)({
    method: body === undefined ? 'GET' : 'POST',
    path,
    headers: { 'content-type': 'application/json', 'accept-encoding': 'identity', ...browser.headers },
    ...(body === undefined ? {} : { body: Buffer.from(JSON.stringify(body)) }),
  });
  expect(answer.status, answer.body.toString()).toBe(200);
  return jsonOf<T & Record<string, unknown>>(answer);
}

/** The Case with this id, as the office's list gives it. */
export async function officeCase(
  app: App,
  browser: TestDevice,
  id: string,
  state: 'open' | 'decided' = 'open',
): Promise<OfficeCase> {
  const { cases } = await ask<OfficeCases>(app, browser, '/api/office/cases/search', {
    state,
    village: null,
    cursor: null,
  });
  const found = cases.find((one) => one.id === id);
  if (!found) throw new Error(`the office's list has no Case ${id}`);
  return found;
}

/** What the office reads of a Case: both sides, the reason, the decisions. */
export async function caseWords(app: App, browser: TestDevice, id: string): Promise<string> {
  const held = await officeCase(app, browser, id);
  const me = await ask<OfficeMe>(app, browser, '/api/office/me');
  return wordsOf(
    <MeContext value={me}>
      <CaseDetail
        held={held}
        busy={false}
        onDecide={() => undefined}
        onTakeBack={() => undefined}
        onMoved={() => undefined}
      />
    </MeContext>,
  );
}

/** What the office reads of a device before it writes its rights off, and what of earlier write-offs (AL-5). */
export async function deviceWords(app: App, browser: TestDevice, id: string): Promise<{ page: string; asked: string }> {
  const { devices } = await ask<{ devices: OfficeDevice[] }>(app, browser, '/api/office/devices');
  const me = await ask<OfficeMe>(app, browser, '/api/office/me');
  const found = devices.find((one) => one.id === id);
  if (!found) throw new Error(`the office's list has no device ${id}`);
  const within = (screen: ReactNode) => wordsOf(<MeContext value={me}>{screen}</MeContext>);
  return {
    page: within(
      <>
        <DeviceNotices device={found} />
        <WriteOffList writeOffs={found.writeOffs} />
      </>,
    ),
    asked: within(<WriteOffFigures device={found} by={me.user.name} />),
  };
}

/** An entry of the office's list. */
export async function officeEntry(app: App, browser: TestDevice, id: string): Promise<OfficeEntry> {
  const { entries } = await ask<OfficeEntries>(app, browser, '/api/office/entries/search', {
    status: null,
    village: null,
    grid: null,
    rule: null,
    worker: null,
    from: null,
    to: null,
    q: '',
    household: null,
    cursor: null,
  });
  const found = entries.find((one) => one.id === id);
  if (!found) throw new Error(`the office's list has no entry ${id}`);
  return found;
}

/** The marks that the office sees at an entry. */
export async function markWords(app: App, browser: TestDevice, id: string): Promise<string> {
  return wordsOf(<EntryMarks entry={await officeEntry(app, browser, id)} />);
}
