/** What says when it became known: corrected time first, the reference breaks ties, so every device agrees. */
export interface Dated {
  readonly at: number;
  readonly ref: string;
}

/** True when `a` is newer knowledge than `b` (SY-7). */
export function isNewer(a: Dated, b: Dated): boolean {
  return a.at === b.at ? a.ref > b.ref : a.at > b.at;
}
