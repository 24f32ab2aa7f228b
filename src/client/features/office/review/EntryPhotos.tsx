import { ImageOff } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { OfficeEntry } from '../../../../protocol/officeEntries.ts';
import { Notice } from '../../../ui/Notice.tsx';

/** The photos of a deed that have arrived, and how many are still to come (CF-22). */
export function EntryPhotos({ entry }: { readonly entry: OfficeEntry }) {
  const { t } = useTranslation('office');
  if (entry.photos === 0) return null;
  const missing = entry.photos - entry.photosHere.length;
  return (
    <section aria-label={t('review.photos')} className="flex flex-col gap-2">
      {missing > 0 ? (
        <Notice tone="waiting" icon={ImageOff}>
          {t('review.photosMissing', { count: missing })}
        </Notice>
      ) : null}
      <ul className="grid grid-cols-2 gap-2">
        {entry.photosHere.map((id, i) => (
          <li key={id}>
            <a href={`/api/office/photos/${id}`} target="_blank" rel="noreferrer">
              <img
                src={`/api/office/photos/${id}`}
                alt={t('review.photoAlt', { number: i + 1, head: entry.head, rule: entry.ruleTitle })}
                loading="lazy"
                className="aspect-4/3 w-full rounded-lg border object-cover"
              />
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}
