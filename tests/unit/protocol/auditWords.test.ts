import { expect, test } from 'vitest';
import * as z from 'zod/mini';
import { DEVICE_KINDS, ROLES } from '../../../src/domain/role.ts';
import { AUDIT_KINDS_EN, AUDIT_KINDS_ZH, auditKind, auditOutcome } from '../../../src/protocol/auditKinds.ts';
import { auditSaid } from '../../../src/protocol/auditWords.ts';
import { OP_BODY_SCHEMAS } from '../../../src/protocol/opSchemas.ts';

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

/** What an op's body, or a part of it, can be. */
interface Shape {
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly anyOf?: readonly Shape[];
  readonly oneOf?: readonly Shape[];
  readonly allOf?: readonly Shape[];
}

/** A shape's alternatives and parts, itself when it has none. */
function kindsOf(shape: Shape): readonly Shape[] {
  const inner = [...(shape.anyOf ?? []), ...(shape.oneOf ?? []), ...(shape.allOf ?? [])];
  return inner.length === 0 ? [shape] : inner.flatMap(kindsOf);
}

test('every field of an op that the page says, and every value that is one of a few, has its word', () => {
  const fields = new Set<string>();
  const values = new Set<string>();
  for (const schema of Object.values(OP_BODY_SCHEMAS)) {
    const body = z.toJSONSchema(schema, { unrepresentable: 'any' }) as Shape;
    for (const [field, shape] of kindsOf(body).flatMap(({ properties }) => Object.entries(properties ?? {}))) {
      // The household has a column of its own; of an edit the names of the fields are said.
      if (field === 'household' || field === 'set') continue;
      for (const kind of kindsOf(shape).filter(({ type }) => type !== 'object')) {
        fields.add(field);
        for (const value of kind.enum ?? [kind.const]) if (typeof value === 'string') values.add(`${field} ${value}`);
      }
    }
  }
  for (const role of ROLES) values.add(`role ${role}`);
  for (const kind of DEVICE_KINDS.slice(0, 2)) values.add(`kind ${kind}`);
  expect(fields.size).toBeGreaterThan(40);
  expect(values.size).toBeGreaterThan(20);
  expect([...fields].filter((field) => auditSaid(field, 1, 'zh') === `${field}：1`)).toEqual([]);
  const unsaid = [...values].filter((one) => {
    const [field = '', value = ''] = one.split(' ');
    return auditSaid(field, value, 'zh').endsWith(`：${value}`);
  });
  expect(unsaid).toEqual([]);
});
