import { expect, test } from 'vitest';
import { AUDIT_KINDS_EN, AUDIT_KINDS_ZH, auditKind, auditOutcome } from '../../../src/protocol/auditKinds.ts';
import { auditSaid } from '../../../src/protocol/auditWords.ts';

test('a field is said with its word and its value in words', () => {
  expect(auditSaid('village', 'DL', 'zh')).toBe('村：DL');
  expect(auditSaid('village', 'DL', 'en')).toBe('village: DL');
  expect(auditSaid('decision', 'approve', 'zh')).toBe('决定：通过');
  expect(auditSaid('decision', 'approve', 'en')).toBe('decision: approved');
  expect(auditSaid('what', 'register.export', 'zh')).toBe('什么：导出住户名册');
  expect(auditSaid('active', true, 'zh')).toBe('启用：是');
  expect(auditSaid('active', false, 'zh')).toBe('启用：否');
  expect(auditSaid('active', true, 'en')).toBe('active: yes');
  expect(auditSaid('active', false, 'en')).toBe('active: no');
  expect(auditSaid('village', null, 'en')).toBe('village: —');
  expect(auditSaid('lines', 3, 'zh')).toBe('行数：3');
});

test('what has no word is said as it is written', () => {
  expect(auditSaid('weather', 'rain', 'zh')).toBe('weather：rain');
  expect(auditKind('entry.cheer', 'en')).toBe('entry.cheer');
  expect(auditOutcome('later', 'zh')).toBe('later');
});

test('every kind has its word in both languages', () => {
  expect(Object.keys(AUDIT_KINDS_EN)).toEqual(Object.keys(AUDIT_KINDS_ZH));
  for (const kind of Object.keys(AUDIT_KINDS_ZH)) {
    expect(auditKind(kind, 'zh')).toMatch(/[一-鿿]/);
    expect(auditKind(kind, 'en')).toMatch(/^[A-Z][\w ’',-]+$/);
  }
  expect([auditOutcome('held', 'zh'), auditOutcome('held', 'en')]).toEqual(['待处理', 'Waits']);
});
