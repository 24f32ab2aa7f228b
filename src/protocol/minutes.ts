/** What stands in the minutes of a session of the committee, on the screen, on paper and in Excel. */
import type { OfficeEntry } from './officeEntries.ts';
import type { Minutes } from './officeReview.ts';

export interface MinuteLine {
  readonly entry: OfficeEntry;
  readonly result: 'approved' | 'rejected' | 'agreed';
  /** Points as recorded. */
  readonly before: number;
  /** What the session gave; 0 for a rejection. */
  readonly after: number;
  readonly reason: string | null;
}

export interface MinuteTotals {
  readonly count: number;
  readonly approved: number;
  readonly rejected: number;
  readonly agreed: number;
  readonly before: number;
  /** Of what was approved. */
  readonly after: number;
}

/** What was decided in a session, a line each. */
export function minuteLines({ session, decisions }: Minutes): readonly MinuteLine[] {
  return decisions.map((entry) => {
    const before = entry.pointsBefore ?? entry.points;
    const { agreed } = entry;
    // The first of two approvals alone was given here: the decision came elsewhere, or is still to come.
    const first = entry.session !== session.id && agreed?.session === session.id;
    if (first || entry.status === 'submitted') {
      return { entry, result: 'agreed', before, after: agreed?.points ?? before, reason: agreed?.reason ?? null };
    }
    const approved = entry.status === 'approved';
    return { entry, result: entry.status, before, after: approved ? entry.points : 0, reason: entry.reason };
  });
}

/** The sums under the lines. */
export function minuteTotals(lines: readonly MinuteLine[]): MinuteTotals {
  const of = (result: MinuteLine['result']) => lines.filter((line) => line.result === result);
  return {
    count: lines.length,
    approved: of('approved').length,
    rejected: of('rejected').length,
    agreed: of('agreed').length,
    before: lines.reduce((sum, line) => sum + line.before, 0),
    after: of('approved').reduce((sum, line) => sum + line.after, 0),
  };
}
