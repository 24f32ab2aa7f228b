import type { NoticeRow } from '../../../src/client/journal/journalDb.ts';
import { openedId } from '../../../src/client/journal/noticeRows.ts';
import { JOURNAL } from '../world/gadget.ts';
import { casesOf } from '../world/ledgerRoom.ts';
import type { World } from '../world/world.ts';
import type { Check } from './check.ts';

/** The screens show the newest notices, so many; all are kept. */
const SHOWN_MAX = 300;
/** Ops held for one of these are one Case together (CF-17, CF-19). */
const TOGETHER: ReadonlySet<string> = new Set(['device_revoked', 'forked']);

const deviceOf = (ref: string) => ref.slice(0, ref.lastIndexOf('-'));

/** Whether a device's workers were told of a Case. */
function told(world: World, device: string, id: string): boolean {
  const gadget = world.gadgets.find((g) => g.id === device && !g.revoked);
  const notices = gadget?.ready?.tablet.state.getState().notices;
  // An office browser and the console work on lists; they get no notices.
  if (!gadget || notices === undefined || notices.some((n) => n.kind === 'case' && n.id === id)) return true;
  const kept = gadget.disk.values<NoticeRow>(JOURNAL, 'notices');
  return kept.length > SHOWN_MAX && kept.some((row) => row.id === openedId(id));
}

/**
 * Whether a competitor is an entry. After a restore it may wait itself or not be here: what was held is held again against it, and its device had
 * not heard that it was applied, or does not have it any more (SY-14), and may have used its number again.
 */
function isThere({ oracle, logged, restored }: World, ref: string): boolean {
  if ([...oracle.files.values()].some((file) => file.entries.has(ref))) return true;
  const op = logged.get(ref);
  return restored && (op?.verdict.outcome !== 'applied' || !op.kind.startsWith('entry.'));
}

export const cases: Check = {
  name: 'cases',
  promise: 'SY-5, CF-02: every held op is a Case that names both sides, and both sides were told',
  end: async (world) => {
    const wrong: string[] = [];
    const rows = await casesOf(world.server.db, world.town);
    const known = new Map(rows.map((row) => [row.id, row]));
    for (const [ref, op] of world.logged) {
      const { code } = op.verdict;
      if (TOGETHER.has(code)) {
        if (!rows.some((row) => row.device === op.device && row.code === code))
          wrong.push(`${ref} is held (${code}) and in no Case`);
      } else if (op.verdict.outcome === 'held' && !known.has(ref))
        wrong.push(`${ref} is held (${op.verdict.code}) and no Case`);
    }
    for (const { id, code, competing, decision } of rows) {
      if (code.startsWith('over_cap') && competing.length === 0) wrong.push(`Case ${id} names nobody it competes with`);
      for (const other of competing) {
        if (!isThere(world, other)) wrong.push(`Case ${id} competes with ${other}, which is not there`);
      }
      for (const device of new Set([id, ...competing].map(deviceOf))) {
        if (!told(world, device, id))
          wrong.push(`device ${device} was never told of Case ${id} (${decision ?? 'open'})`);
      }
    }
    return wrong;
  },
};
