/** The tray (待传): every own op and where it stands, also those of identities that the device had before a fork (SY-13). */
import { householdOf } from '../../domain/judge/effects.ts';
import { isHouseholdOp } from '../../domain/op.ts';
import { makeRef } from '../../domain/ref.ts';
import type { Verdict } from '../../domain/verdict.ts';
import type { RawOp } from '../../protocol/opHash.ts';
import { parseOp } from '../../protocol/opSchemas.ts';
import { OP_CONTEXT } from '../journal/appendOp.ts';
import type { Journal } from '../journal/journal.ts';
import type { ArchiveRow } from '../journal/journalDb.ts';
import { decisionOf } from '../journal/noticeRows.ts';
import type { OwnOp, OwnOps } from '../journal/ownOps.ts';
import { openJson } from '../seal/sealing.ts';
import type { TrayItem } from './tablet.ts';

type Content = Omit<RawOp, 'seq'>;

/** What a person recorded, however often the device changed its identity since; the last of its old references. */
function inside(content: Content): { readonly content: Content; readonly was: string | undefined } {
  const parsed = parseOp({ seq: 0, ...content });
  if (!parsed.ok || parsed.op.kind !== 'op.adopt') return { content, was: undefined };
  const { was, op } = parsed.op.body;
  return { content: inside(op).content, was };
}

function householdIn(content: Content, verdict: Verdict | undefined): string | undefined {
  const parsed = parseOp({ seq: 0, ...content });
  return parsed.ok && isHouseholdOp(parsed.op) ? householdOf(parsed.op, verdict) : undefined;
}

async function itemOf(
  journal: Journal,
  ref: string,
  recorded: Content,
  { verdict, at }: Pick<OwnOp, 'verdict' | 'at'>,
): Promise<TrayItem> {
  const { content, was } = inside(recorded);
  const decided = verdict?.outcome === 'held' ? await decisionOf(journal, ref) : undefined;
  const own = householdIn(content, verdict);
  const household = own === undefined ? undefined : (decided?.household ?? own);
  return {
    ref,
    kind: content.kind,
    ...(household === undefined ? {} : { household }),
    body: content.body,
    by: content.by,
    at,
    ...(was === undefined ? {} : { was }),
    ...(at === recorded.at ? {} : { shiftMs: at - recorded.at }),
    ...(verdict ? { verdict } : {}),
    ...(decided ? { decided } : {}),
  };
}

/** An op that stayed in the log of an identity before. */
async function formerItem(journal: Journal, { device, seq, op, verdict }: ArchiveRow): Promise<TrayItem> {
  const content = await openJson<Content>(journal.crypto, journal.keys.journal, OP_CONTEXT, op.sealed);
  const known = verdict ? { verdict: verdict.verdict } : {};
  const at = content.at + (verdict?.shiftMs ?? 0);
  return { ...(await itemOf(journal, makeRef(device, seq), content, { ...known, at })), former: true };
}

/** Own ops, newest first; at most `limit`. */
export async function readTray(journal: Journal, ownOps: OwnOps, limit: number): Promise<readonly TrayItem[]> {
  const own = await ownOps.newest(limit);
  const items = await Promise.all(own.map((op) => itemOf(journal, op.ref, op.raw, op)));
  if (items.length >= limit) return items;
  const kept = await journal.db.archive
    .reverse()
    .filter((row) => row.now === undefined)
    .limit(limit - items.length)
    .toArray();
  const former = await Promise.all(kept.map((row) => formerItem(journal, row)));
  return [...items, ...former.sort((a, b) => b.at - a.at)];
}
