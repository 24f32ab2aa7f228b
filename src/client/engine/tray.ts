/** The tray (待传): every own op and where it stands. */
import { householdOf } from '../../domain/judge/effects.ts';
import { isHouseholdOp } from '../../domain/op.ts';
import type { Journal } from '../journal/journal.ts';
import { decisionOf } from '../journal/noticeRows.ts';
import type { OwnOp, OwnOps } from '../journal/ownOps.ts';
import type { TrayItem } from './tablet.ts';

async function trayItem(journal: Journal, own: OwnOp): Promise<TrayItem> {
  const { raw, ref, verdict, at } = own;
  const decided = verdict?.outcome === 'held' ? await decisionOf(journal, ref) : undefined;
  const household = own.op && isHouseholdOp(own.op) ? (decided?.household ?? householdOf(own.op, verdict)) : undefined;
  return {
    ref,
    kind: raw.kind,
    ...(household === undefined ? {} : { household }),
    body: raw.body,
    by: raw.by,
    at,
    ...(verdict ? { verdict } : {}),
    ...(decided ? { decided } : {}),
  };
}

/** Own ops, newest first; at most `limit`. */
export async function readTray(journal: Journal, ownOps: OwnOps, limit: number): Promise<readonly TrayItem[]> {
  return Promise.all((await ownOps.newest(limit)).map((own) => trayItem(journal, own)));
}
