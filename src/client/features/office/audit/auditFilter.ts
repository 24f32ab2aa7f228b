import type { AuditSearch } from '../../../../protocol/officeAudit.ts';

/** The filters as somebody types them; empty for no filter. */
export interface AuditForm {
  readonly person: string;
  readonly kind: string;
  readonly household: string;
  readonly device: string;
  readonly village: string;
  readonly from: string;
  readonly to: string;
}

export const NO_FILTER: AuditForm = { person: '', kind: '', household: '', device: '', village: '', from: '', to: '' };

/** What the form asks the server. */
export function searchOf(form: AuditForm, cursor: string | null): AuditSearch {
  const some = (text: string) => (text.trim() === '' ? null : text.trim());
  return {
    person: some(form.person),
    kind: some(form.kind),
    household: some(form.household.toUpperCase()),
    device: some(form.device.toUpperCase()),
    village: some(form.village),
    from: some(form.from),
    to: some(form.to),
    cursor,
  };
}
