import { useTranslation } from 'react-i18next';
import { clockText } from '../../../../protocol/clockText.ts';
import type { OfficeEntry } from '../../../../protocol/office.ts';
import { currentLanguage } from '../../../i18n/i18n.ts';

/** Short marks of what a reviewer should know: came late, old card, taken back, photo to follow, other points by the rules. */
export function EntryMarks({ entry }: { readonly entry: OfficeEntry }) {
  const { t } = useTranslation('office');
  const marks = [
    entry.reverses === null ? undefined : t('mark.reversal'),
    entry.late === null ? undefined : t('mark.late'),
    entry.oldCard === null ? undefined : t('mark.oldCard'),
    entry.photosHere.length === entry.photos ? undefined : t('mark.photo'),
    entry.recomputedFrom === null ? undefined : t('mark.recomputed'),
    clockText(entry.clockShiftMs, currentLanguage()) === undefined ? undefined : t('mark.clock'),
  ].filter((mark) => mark !== undefined);
  if (marks.length === 0) return null;
  return (
    <span className="ml-2 inline-flex flex-wrap gap-1">
      {marks.map((mark) => (
        <span key={mark} className="rounded bg-amber-soft px-1.5 text-xs text-waiting">
          {mark}
        </span>
      ))}
    </span>
  );
}
