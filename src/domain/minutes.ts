/** What stands in the minutes of a session of the committee. */

/** Whether of an entry the first of two approvals alone was given in this session: its decision came elsewhere, or is still to come. */
export function agreedInSession(
  entry: { readonly session: string | null; readonly agreed: { readonly session: string | null } | null },
  session: string,
): boolean {
  return entry.session !== session && entry.agreed?.session === session;
}
