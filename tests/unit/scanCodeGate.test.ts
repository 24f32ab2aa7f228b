import { describe, expect, test } from 'vitest';
import { createCodeGate, REPEAT_AFTER_MS } from '../../src/client/scan/codeGate.ts';
import type { ScannedCode } from '../../src/client/scan/scanner.ts';

const card: ScannedCode = { text: 'VP1/CC/XW-0001/1/X', format: 'qr_code' };
const otherCard: ScannedCode = { text: 'VP1/CC/XW-0002/1/X', format: 'qr_code' };
const soap: ScannedCode = { text: '6901234567892', format: 'ean_13' };
const misread: ScannedCode = { text: '6901234567885', format: 'ean_13' };

describe('a QR code', () => {
  test('is told at the first read and not again while it stays in view, however long', () => {
    const gate = createCodeGate();
    const told = Array.from({ length: 200 }, (_, i) => gate.offer(card, i * 50));
    expect(told.filter(Boolean)).toHaveLength(1);
    expect(told[0]).toBe(true);
  });

  test('is told again when it comes back after it was gone', () => {
    const gate = createCodeGate();
    expect(gate.offer(card, 0)).toBe(true);
    expect(gate.offer(card, REPEAT_AFTER_MS - 1)).toBe(false);
    expect(gate.offer(card, REPEAT_AFTER_MS - 1 + REPEAT_AFTER_MS)).toBe(true);
  });

  test('gives way to another code at once', () => {
    const gate = createCodeGate();
    expect(gate.offer(card, 0)).toBe(true);
    expect(gate.offer(otherCard, 50)).toBe(true);
    expect(gate.offer(card, 100)).toBe(true);
  });
});

describe('an EAN-13', () => {
  test('needs two equal reads in a row', () => {
    const gate = createCodeGate();
    expect([soap, misread, soap, soap].map((code, i) => gate.offer(code, i * 50))).toEqual([false, false, false, true]);
  });

  test('a single misread after it was told changes nothing', () => {
    const gate = createCodeGate();
    const reads = [soap, soap, misread, soap, misread, soap].map((code, i) => gate.offer(code, i * 50));
    expect(reads).toEqual([false, true, false, false, false, false]);
  });
});
