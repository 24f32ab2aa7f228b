import { describe, expect, test } from 'vitest';
import {
  checkForm,
  formOf,
  instantOf,
  type NoticeForm,
} from '../../../src/client/features/office/notices/noticeDraft.ts';

const NOW = Date.UTC(2026, 10, 26, 4);
const form: NoticeForm = {
  kind: 'affairs',
  title: ' 兑换安排 ',
  text: '请带户码。\n',
  photos: [],
  villages: ['XW'],
  grids: [],
  from: '',
  until: '',
};

describe('a notice as it is typed', () => {
  test('becomes the body of an op, with nothing in it that was not said', () => {
    expect(checkForm(form, NOW)).toEqual({
      ok: true,
      body: { kind: 'affairs', title: '兑换安排', text: '请带户码。', villages: ['XW'] },
    });
    const planned = {
      ...form,
      from: '2026-12-10T08:00',
      until: '2026-12-11T00:00',
      grids: ['XW-G1'],
      notice: 'K7Q2-000001',
    };
    expect(checkForm(planned, NOW)).toMatchObject({
      body: {
        from: Date.UTC(2026, 11, 10),
        until: Date.UTC(2026, 11, 10, 16),
        grids: ['XW-G1'],
        notice: 'K7Q2-000001',
      },
    });
    // Grids are one village's: with two of them they say nothing.
    expect(checkForm({ ...planned, villages: ['XW', 'DL'] }, NOW)).not.toHaveProperty('body.grids');
  });

  test.each([
    [{ title: '  ' }, { title: 'needed' }],
    [{ title: '长'.repeat(81) }, { title: 'long' }],
    [{ text: '' }, { text: 'needed' }],
    [{ text: '长'.repeat(5_001) }, { text: 'long' }],
    [{ until: '2026-11-26T11:00' }, { until: 'order' }],
    [{ from: '2026-12-10T08:00', until: '2026-12-10T08:00' }, { until: 'order' }],
  ] as const)('%j is not taken: %j', (change, faults) => {
    expect(checkForm({ ...form, ...change }, NOW)).toEqual({ ok: false, faults });
  });

  test('an empty field is no instant, whatever a browser makes of it', () => {
    expect([instantOf(''), instantOf('1'), instantOf('2026-12-10')]).toEqual([undefined, undefined, undefined]);
  });

  test('one that is there comes back as it was', () => {
    const from = Date.UTC(2026, 11, 10);
    const opened = formOf({
      ...{ id: 'K7Q2-000001', kind: 'news', title: '天', text: '文', photos: [], villages: [], grids: [] },
      ...{ from, until: null, by: '人', at: NOW, withdrawn: null, readers: 0, devices: 0, own: true },
    });
    expect(checkForm(opened, NOW)).toMatchObject({ ok: true, body: { notice: 'K7Q2-000001', from } });
  });
});
