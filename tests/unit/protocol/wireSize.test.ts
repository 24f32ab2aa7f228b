import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { addDays } from '../../../src/domain/calendar.ts';
import type { EntryRecorded } from '../../../src/domain/events/entries.ts';
import { makeRef } from '../../../src/domain/ref.ts';
import type { RawOp } from '../../../src/protocol/opHash.ts';
import { packEvents } from '../../../src/protocol/packEvents.ts';
import { packOps } from '../../../src/protocol/packOps.ts';

/** A fixed pseudo-random sequence (mulberry32): the sample is the same on every machine. */
function sequence(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}

const RULES = ['RJ-01', 'RJ-01', 'RJ-01', 'RJ-02', 'JT-03', 'GY-01', 'XC-01', 'ZF-05', 'AG-01', 'TS-01'];
const NOTES = ['门前整洁', '协助邻居收谷', '参加清塘', '已提醒', '当天值守两小时'];

/** Deeds as a grid worker records them: door by door, a photo at every second, a note or a member now and then. */
function deeds(count: number) {
  const next = sequence(20261123);
  let at = Date.parse('2026-11-02T00:30:00Z');
  return Array.from({ length: count }, (_, i) => {
    at += 20_000 + next(180_000);
    return {
      at,
      body: {
        household: `XW-${String(1 + next(268)).padStart(4, '0')}`,
        rule: RULES[next(RULES.length)] ?? 'RJ-01',
        date: addDays('2026-11-02', Math.floor(i / 60)),
        quantity: next(8) === 0 ? 1 + next(6) : 1,
        points: 1 + next(5),
        ...(next(8) === 0 ? { member: `m${1 + next(5)}` } : {}),
        ...(next(10) === 0 ? { note: `${NOTES[next(NOTES.length)]}，${1 + next(28)}日` } : {}),
        ...(next(2) === 0 ? { photos: [`p${(next(2 ** 30) * 4 + next(4)).toString(36)}`] } : {}),
        ...(next(3) > 0 ? { card: 1 } : {}),
      },
    };
  });
}

const size = (value: unknown) => gzipSync(JSON.stringify(value)).length;

describe('[SY-8] what crosses the wire', () => {
  it('a thousand deeds go up in at most 40 KB', () => {
    const ops: RawOp[] = deeds(1000).map(({ at, body }, i) => ({
      seq: i + 1,
      kind: 'entry.record',
      body,
      by: 'w1',
      at,
      schema: 1,
    }));
    expect(size(packOps(ops))).toBeLessThanOrEqual(40_000);
  });

  it('five hundred deeds of other devices come down in at most 22 KB', () => {
    const devices = ['K7Q2', '9MHX', 'B3TD'];
    const next = sequence(7);
    const events = deeds(500).map(({ at, body }, i): EntryRecorded => {
      const { household, card: _, ...entry } = body;
      return {
        type: 'entry.recorded',
        household,
        entry: {
          id: makeRef(devices[next(3)] ?? 'K7Q2', 100 + i),
          ...entry,
          by: `w${1 + next(3)}`,
          at,
          status: next(3) > 0 ? 'approved' : 'submitted',
        },
      };
    });
    expect(size(packEvents(events))).toBeLessThanOrEqual(22_000);
  });
});
