import { CreditCard, ImageOff, type LucideIcon, Pencil, RotateCcw, Undo2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { OfficeEntry } from '../../../../protocol/officeEntries.ts';
import { signed } from '../parts/moments.ts';
import { useOddityText } from './useOddityText.ts';

interface Mark {
  readonly icon: LucideIcon;
  readonly text: string;
  /** The same with its figures. */
  readonly long?: string;
}

/** Short marks of what a reviewer should know: what strikes, old card, taken back, photo to follow, other points than recorded. */
export function EntryMarks({ entry }: { readonly entry: OfficeEntry }) {
  const { t } = useTranslation('office');
  const { t: review } = useTranslation('review');
  const oddityText = useOddityText();
  const marks: readonly (Mark | undefined)[] = [
    ...entry.oddities.map((odd) => {
      const { icon, short, long } = oddityText(entry, odd);
      return { icon, text: short, long };
    }),
    entry.reverses === null ? undefined : { icon: Undo2, text: t('mark.reversal') },
    entry.oldCard === null ? undefined : { icon: CreditCard, text: t('mark.oldCard') },
    entry.photosHere.length === entry.photos ? undefined : { icon: ImageOff, text: t('mark.photo') },
    entry.recomputedFrom === null ? undefined : { icon: RotateCcw, text: t('mark.recomputed') },
    entry.pointsBefore === null
      ? undefined
      : { icon: Pencil, text: review('change.short', { was: signed(entry.pointsBefore) }) },
  ];
  return (
    <span className="ml-2 inline-flex flex-wrap gap-1">
      {marks.map((mark) =>
        mark === undefined ? null : (
          <span
            key={mark.text}
            title={mark.long}
            className="inline-flex items-center gap-0.5 rounded bg-amber-soft px-1.5 text-xs text-waiting"
          >
            <mark.icon aria-hidden="true" className="size-3.5 shrink-0" />
            {mark.text}
          </span>
        ),
      )}
    </span>
  );
}
