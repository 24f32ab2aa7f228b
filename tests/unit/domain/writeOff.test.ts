/** AL-5, CF-13: a write-off races with the device it concerns; whatever comes first, every point is counted once. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type AllowanceAccount,
  claimable,
  countersOf,
  giveBackTo,
  mergeCounters,
  remainingRight,
  returnAcceptable,
  returnTo,
  type SettledAccount,
  spendFrom,
  writeOff,
} from '../../../src/domain/allowance.ts';
import type { AllowanceCounters, Redemption } from '../../../src/domain/household.ts';
import { decide } from '../../../src/domain/judge/decide.ts';
import { effects } from '../../../src/domain/judge/effects.ts';
import { freePoints, type Points } from '../../../src/domain/points.ts';
import { least, runs } from './support/runs.ts';
import { context, freshFile, HOUSEHOLD, op } from './support/world.ts';

const FINAL = 100;
type Sent =
  | { readonly do: 'spend'; readonly id: string; readonly points: number }
  | { readonly do: 'return'; readonly total: number }
  | { readonly do: 'void'; readonly id: string };

/** The server's side: one household, one device's account, redemptions, and what others spent of the free points. */
class Server {
  account: SettledAccount = { granted: 0, returned: 0, spent: 0, writtenOff: 0, claimed: 0, writeOff: null };
  readonly standing = new Map<string, Redemption>();
  elsewhere = 0;
  /** Points granted on purpose. */
  granted = 0;
  /** What this run was about: late redemptions, and what they lacked. */
  late = 0;
  short = 0;

  get points(): Points {
    const paid = [...this.standing.values()].reduce((sum, r) => sum + r.points - (r.late?.shortfall ?? 0), 0);
    const allotted = remainingRight(this.account);
    return { earned: FINAL, pending: 0, waiting: 0, final: FINAL, redeemed: paid + this.elsewhere, allotted };
  }

  take(sent: Sent): void {
    if (sent.do === 'return') {
      expect(returnAcceptable(this.account, sent.total, claimable(this.account)?.points)).toBe(true);
      this.account = returnTo(this.account, sent.total);
    } else if (sent.do === 'void') {
      const r = this.standing.get(sent.id);
      if (r) this.account = giveBackTo(this.account, r);
      this.standing.delete(sent.id);
    } else this.redeem(sent);
  }

  private redeem({ id, points }: Extract<Sent, { do: 'spend' }>): void {
    const lines = [{ sku: 'SP-001', quantity: points, price: 1 }];
    const o = op('redemption.record', { household: HOUSEHOLD, lines, points, mode: 'allowance' });
    const writtenOff = claimable(this.account);
    const remaining = remainingRight(this.account);
    const ctx = context(freshFile(), {
      points: this.points,
      remaining,
      ref: id,
      ...(writtenOff ? { writtenOff } : {}),
    });
    const verdict = decide(freshFile(), o, ctx);
    // [CF-11] [CF-13] goods that left on a right the device had are never held.
    expect(verdict.outcome, JSON.stringify(verdict)).toBe('applied');
    const [event] = effects(freshFile(), o, verdict, ctx);
    if (event?.type !== 'redemption.recorded') throw new Error('a redemption makes a redemption');
    this.account = spendFrom(this.account, event.redemption);
    this.standing.set(id, event.redemption);
    this.late += event.redemption.late ? 1 : 0;
    this.short += event.redemption.late?.shortfall ?? 0;
  }
}

/** The device's side: what it knows of its rights, and its log. */
class Device {
  known: AllowanceCounters = { granted: 0, returned: 0 };
  spent = 0;
  readonly log: Sent[] = [];
  private readonly open = new Map<string, number>();

  get account(): AllowanceAccount {
    return { ...this.known, spent: this.spent };
  }

  spend(points: number): void {
    if (remainingRight(this.account) < points) return;
    this.spent += points;
    const id = `K7Q2-${String(this.log.length + 1).padStart(6, '0')}`;
    this.open.set(id, points);
    this.log.push({ do: 'spend', id, points });
  }

  giveBack(): void {
    const surplus = remainingRight(this.account);
    if (surplus <= 0) return;
    this.known = { ...this.known, returned: this.known.returned + surplus };
    this.log.push({ do: 'return', total: this.known.returned });
  }

  /** A void counts when its verdict is here; the model lets it come with the next answer. */
  voidOldest(): string | undefined {
    const [id] = this.open.keys();
    if (id !== undefined) this.log.push({ do: 'void', id });
    return id;
  }

  release(id: string): void {
    this.spent -= this.open.get(id) ?? 0;
    this.open.delete(id);
  }
}

const step = fc.oneof(
  { weight: 3, arbitrary: fc.record({ do: fc.constant('spend' as const), n: fc.integer({ min: 1, max: 30 }) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('grant' as const), n: fc.integer({ min: 1, max: 40 }) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('writeOff' as const), n: fc.integer({ min: 1, max: 60 }) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('elsewhere' as const), n: fc.integer({ min: 1, max: 60 }) }) },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constantFrom('push' as const, 'hear' as const, 'hearOld' as const, 'return' as const, 'void' as const),
      n: fc.nat(30),
    }),
  },
);

describe('[AL-5] [AL-7] [CF-13] write-offs', () => {
  it('in any interleaving with late redemptions, returns and voids every point is counted once', () => {
    let late = 0;
    let short = 0;
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60, size: 'max' }), (steps) => {
        const server = new Server();
        const device = new Device();
        const said: AllowanceCounters[] = [];
        let pushed = 0;
        let writeOffs = 0;
        const push = () => {
          const sent = device.log[pushed];
          if (!sent) return;
          pushed += 1;
          server.take(sent);
          if (sent.do === 'void') device.release(sent.id);
        };
        const hear = (counters: AllowanceCounters | undefined) => {
          if (counters) device.known = mergeCounters(device.known, counters);
        };
        for (const { do: what, n } of steps) {
          if (what === 'spend') device.spend(n);
          else if (what === 'return') device.giveBack();
          else if (what === 'void') device.voidOldest();
          else if (what === 'push') push();
          else if (what === 'hear') hear(countersOf(server.account));
          else if (what === 'hearOld') hear(said[n % Math.max(1, said.length)]);
          else if (what === 'elsewhere') server.elsewhere += Math.min(n, freePoints(server.points));
          else if (what === 'grant') {
            const grant = Math.min(n, freePoints(server.points));
            server.granted += grant;
            server.account = { ...server.account, granted: server.account.granted + grant };
          } else {
            writeOffs += 1;
            const points = Math.min(n, remainingRight(server.account));
            const ref = `0FFC-${String(writeOffs).padStart(6, '0')}`;
            if (points > 0) server.account = writeOff(server.account, points, ref);
          }
          said.push(countersOf(server.account));
          // [AL-1] [AL-2] [AL-7] after every step: no negative right, nothing promised or paid beyond the final points.
          expect(remainingRight(server.account)).toBeGreaterThanOrEqual(0);
          expect(freePoints(server.points)).toBeGreaterThanOrEqual(0);
          expect(server.account.granted - server.account.claimed).toBe(server.granted);
          expect(server.account.claimed).toBeLessThanOrEqual(server.account.writtenOff);
        }
        while (pushed < device.log.length) push();
        hear(countersOf(server.account));
        // Both sides agree in the end: nothing was counted twice, nothing is left over.
        expect(remainingRight(device.account)).toBe(remainingRight(server.account));
        expect(device.spent).toBe(server.account.spent);
        late += server.late;
        short += server.short;
      }),
      { numRuns: runs(500) },
    );
    // The property saw what it is about.
    expect(late).toBeGreaterThan(least(50));
    expect(short).toBeGreaterThan(least(50));
  });

  it('merging takes the larger of each counter; nothing written off leaves no trace', () => {
    const off = { granted: 30, returned: 5, writtenOff: 20 };
    expect(mergeCounters({ granted: 40, returned: 0 }, off)).toEqual({ granted: 40, returned: 5, writtenOff: 20 });
    expect(mergeCounters(off, { granted: 40, returned: 0, writtenOff: 25 })).toEqual({
      granted: 40,
      returned: 5,
      writtenOff: 25,
    });
    expect(countersOf({ granted: 1, returned: 0, writtenOff: 0 })).toEqual({ granted: 1, returned: 0 });
  });
});
