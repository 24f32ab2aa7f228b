import { AUDIT_KINDS_EN, AUDIT_OUTCOMES_EN } from '../../protocol/auditKinds.ts';
import type { auditZh } from './audit.zh.ts';
import type { Texts } from './texts.ts';

/** Words of the audit page. */
export const auditEn: Texts<typeof auditZh> = {
  title: 'Audit',
  intro:
    'Who did what and when: every record of a device, and what was done on these pages. To be read, never changed.',
  loading: 'Loading…',
  refresh: 'Refresh',
  export: 'Export for Excel (CSV)',
  exporting: 'Exporting…',
  filters: 'Filters',
  all: 'All',
  person: 'Who',
  kind: 'What',
  household: 'Household code',
  device: 'Device id',
  village: 'Village',
  from: 'From',
  to: 'To',
  show: 'Find',
  clear: 'No filters',
  none: 'No record fits',
  noneHelp: 'Widen the days or drop some conditions.',
  when: 'When',
  where: 'Household / device',
  outcome: 'Outcome',
  details: 'Details',
  unknown: 'Somebody unknown',
  doneAt: 'By the device: {{moment}}',
  outcomes: AUDIT_OUTCOMES_EN,
  group: { ops: 'Recorded on devices', acts: 'Done on these pages' },
  other: 'Other ({{kind}})',
  kinds: AUDIT_KINDS_EN,
};
