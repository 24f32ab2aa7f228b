/** Small builders for domain tests: one household, one policy, one village, and a ledger that settles ops like the server. */
import { apply, applyAllowance, newFile } from '../../../../src/domain/apply.ts';
import type { DomainEvent } from '../../../../src/domain/event.ts';
import { isFileEvent } from '../../../../src/domain/event.ts';
import type { HouseholdRegistered } from '../../../../src/domain/events/households.ts';
import type { Entry, HouseholdFile } from '../../../../src/domain/household.ts';
import type { JudgeContext } from '../../../../src/domain/judge/context.ts';
import { decide } from '../../../../src/domain/judge/decide.ts';
import { effects } from '../../../../src/domain/judge/effects.ts';
import { must } from '../../../../src/domain/must.ts';
import type { HouseholdOp, OpBodies, OpKind, OpOf } from '../../../../src/domain/op.ts';
import { pointsOf, remainingOf } from '../../../../src/domain/points.ts';
import { DEFAULT_POLICY } from '../../../../src/domain/policy.ts';
import { NO_PRICES } from '../../../../src/domain/price.ts';
import { makeRef } from '../../../../src/domain/ref.ts';
import type { Actor } from '../../../../src/domain/role.ts';
import type { Rule } from '../../../../src/domain/rule.ts';
import type { RuleVersion } from '../../../../src/domain/ruleSet.ts';
import type { Verdict } from '../../../../src/domain/verdict.ts';

export const HOUSEHOLD = 'XW-0001';
/** 2026-11-23 10:00 in Shanghai, a Monday. */
export const NOON_MS = Date.parse('2026-11-23T02:00:00Z');
export const TODAY = '2026-11-23';

export const REGISTERED: HouseholdRegistered = {
  type: 'household.registered',
  household: HOUSEHOLD,
  village: 'XW',
  grid: 'XW-G1',
  ref: 'C0NS-000001',
  by: 'office',
  at: NOON_MS - 86_400_000,
  base: {
    head: '谢关明',
    phone: '13800001234',
    doorPlate: '12号',
    naturalVillage: '塘边',
    status: 'active',
    tags: [],
    members: { m1: { name: '谢关明', relation: '户主', tags: [] }, m2: { name: '李𬭎珈', relation: '配偶', tags: [] } },
  },
};

export function freshFile(change: Partial<HouseholdFile> = {}): HouseholdFile {
  return { ...newFile(REGISTERED), ...change };
}

export function rule(change: Partial<Rule> = {}): Rule {
  return {
    code: 'RJ-01',
    category: '人居环境整治',
    title: '整洁',
    description: '',
    kind: 'plus',
    shape: { type: 'fixed', points: 2 },
    unit: '次',
    evidence: 'none',
    review: 'auto',
    enabled: true,
    note: '',
    ...change,
  };
}

export function rulesFrom(...rules: readonly Rule[]): readonly RuleVersion[] {
  return [{ village: null, version: 1, effectiveFrom: '2020-01-01', rules }];
}

export const WORKER: Actor = { id: 'w1', role: 'grid_worker', village: 'XW', grids: [] };
export const OFFICER: Actor = { id: 'o1', role: 'village_office', village: 'XW', grids: [] };
export const COMMITTEE: Actor = { id: 'c1', role: 'committee', village: 'XW', grids: [] };
export const TOWN: Actor = { id: 't1', role: 'town_admin', village: null, grids: [] };

export function context(file: HouseholdFile | undefined, change: Partial<JudgeContext> = {}): JudgeContext {
  const device = change.device ?? { id: 'K7Q2', kind: 'tablet' };
  return {
    device,
    actor: WORKER,
    ref: 'K7Q2-000001',
    at: NOON_MS,
    zoneOffsetMinutes: 480,
    ruleVersions: rulesFrom(rule()),
    policy: DEFAULT_POLICY,
    publishedMonths: new Set(),
    points: pointsOf(file ?? { entries: [], redemptions: [], allowances: {} }),
    remaining: file ? remainingOf(file, device.id) : 0,
    prices: NO_PRICES,
    ...change,
  };
}

export function op<K extends OpKind>(kind: K, body: OpBodies[K], by = 'w1', at = NOON_MS): OpOf<K> {
  return { seq: 1, kind, body, by, at, schema: 1 };
}

export function deed(change: Partial<OpBodies['entry.record']> = {}): OpOf<'entry.record'> {
  return op('entry.record', { household: HOUSEHOLD, rule: 'RJ-01', date: TODAY, quantity: 1, points: 2, ...change });
}

export function entry(change: Partial<Entry> & { readonly id: string }): Entry {
  return {
    rule: 'RJ-01',
    date: TODAY,
    points: 2,
    quantity: 1,
    by: 'w1',
    at: NOON_MS,
    status: 'approved',
    ...change,
  };
}

/** A file after events. */
export function fold(file: HouseholdFile, events: readonly DomainEvent[]): HouseholdFile {
  return events.reduce((f, e) => {
    if (e.type === 'allowance.set') return applyAllowance(f, e);
    return isFileEvent(e) ? apply(f, e) : f;
  }, file);
}

/** Settles ops one after the other, as the server does: judge, effects, apply; keeps the log. */
export class Ledger {
  file: HouseholdFile;
  readonly log: { readonly op: HouseholdOp; readonly ref: string; readonly at: number; readonly verdict: Verdict }[] =
    [];
  readonly events: DomainEvent[] = [];
  private readonly seqs = new Map<string, number>();

  constructor(file: HouseholdFile = freshFile()) {
    this.file = file;
  }

  settle(device: string, o: HouseholdOp, change: Partial<JudgeContext> = {}): Verdict {
    const seq = (this.seqs.get(device) ?? 0) + 1;
    this.seqs.set(device, seq);
    const ref = makeRef(device, seq);
    const ctx = context(this.file, { device: { id: device, kind: 'tablet' }, ref, at: o.at, ...change });
    const verdict = decide(this.file, o, ctx);
    this.log.push({ op: o, ref, at: o.at, verdict });
    this.take(effects(this.file, o, verdict, ctx));
    return verdict;
  }

  take(events: readonly DomainEvent[]): void {
    this.events.push(...events);
    this.file = fold(this.file, events);
  }

  /** What device `id` may still spend, and the totals. */
  totals(id: string) {
    return { points: pointsOf(this.file), remaining: remainingOf(this.file, id) };
  }

  lastRef(): string {
    return must(this.log.at(-1), 'a settled op').ref;
  }
}
