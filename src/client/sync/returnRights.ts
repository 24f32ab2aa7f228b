/** Giving spending rights back (AL-4, AL-5): the device's own op, which lowers what it may spend in the same transaction. */
import { remainingRight } from '../../domain/allowance.ts';
import { appendOp } from '../journal/appendOp.ts';
import type { Journal } from '../journal/journal.ts';
import type { AllowanceRow } from '../journal/journalDb.ts';

/** Lines of one op; well below what the schema and a batch allow. */
const LINES_MAX = 500;
/** Another tab may spend between reading and writing; so often it is tried again. */
const TRIES_MAX = 5;

/**
 * Records the return of everything above `keep` points per household; the number of ops recorded. `keep` gives undefined for a
 * household that keeps all. Throws what IndexedDB throws.
 */
export async function returnRights(
  journal: Journal,
  keep: (row: AllowanceRow) => number | undefined,
  now: number,
): Promise<number> {
  let recorded = 0;
  for (let attempt = 0; attempt < TRIES_MAX; attempt++) {
    const lines = (await journal.db.allowances.toArray()).flatMap((row) => {
      const surplus = remainingRight(row) - (keep(row) ?? Infinity);
      return surplus > 0 ? [[row.household, row.returned + surplus] as const] : [];
    });
    if (lines.length === 0) return recorded;
    let lacking = false;
    for (let from = 0; from < lines.length; from += LINES_MAX) {
      const body = { lines: lines.slice(from, from + LINES_MAX) };
      const result = await appendOp(journal, { kind: 'allowance.return', body, by: journal.identity.device, at: now });
      if (result.ok) recorded++;
      else lacking = true;
    }
    if (!lacking) return recorded;
  }
  return recorded;
}
