/** CF-26: goods that left beyond a household's limit count, and a Case tells the office. */
import type { OpOf } from '../../domain/op.ts';
import { applied, type Verdict } from '../../domain/verdict.ts';
import type { Judging } from './judging.ts';
import { openCase } from './openCase.ts';

type Applied = Extract<Verdict, { outcome: 'applied' }>;

function limitParam(verdict: Verdict | undefined): readonly string[] {
  const goods = verdict?.params?.overLimit;
  return Array.isArray(goods) ? goods : [];
}

/** The verdict as it stands, with its Case opened. What was said before a restore is said again, whoever redeemed first here (SY-14). */
export function noteOverLimit(j: Judging, op: OpOf<'redemption.record'>, ref: string, verdict: Applied): Verdict {
  const former = j.former?.was(op.seq);
  const goods = limitParam(former?.outcome === 'applied' ? former : verdict);
  const { overLimit: _overLimit, ...params } = verdict.params ?? {};
  const otherwise = verdict.code === 'over_limit' ? 'ok' : verdict.code;
  if (goods.length === 0) return applied(otherwise, params);
  const { household } = op.body;
  const village = j.batch.villageOf(household);
  openCase(j, { id: ref, code: 'over_limit', village, household, competing: [], params: { household, goods } });
  return applied(otherwise === 'ok' ? 'over_limit' : otherwise, { ...params, overLimit: goods });
}
