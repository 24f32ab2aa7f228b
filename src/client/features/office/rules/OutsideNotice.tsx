import { useTranslation } from 'react-i18next';
import type { RulesBook } from '../../../../protocol/officeRules.ts';
import { overlayText } from '../../../../protocol/overlayText.ts';
import { currentLanguage } from '../../../i18n/i18n.ts';
import { longDay } from '../../../ui/dates.ts';
import { Notice } from '../../../ui/Notice.tsx';

interface Props {
  readonly book: Pick<RulesBook, 'outside' | 'places' | 'today'>;
  /** Null: of every village. */
  readonly village: string | null;
}

/** Items of villages that a newer framework left outside of the town's bounds (RU-3): which, where, since when, and what to do. */
export function OutsideNotice({ book, village }: Props) {
  const { t } = useTranslation('rules');
  const found = book.outside.filter((one) => village === null || one.village === village);
  if (found.length === 0) return null;
  return (
    <Notice tone="waiting" title={t('outside.title')}>
      <ul className="flex flex-col gap-1">
        {found.map((one) => (
          <li key={`${one.village} ${one.version} ${one.framework} ${one.from}`}>
            {t(one.from > book.today ? 'outside.from' : 'outside.now', {
              village: book.places.find((place) => place.village === one.village)?.name ?? one.village,
              framework: one.framework,
              day: longDay(one.from),
            })}
            <ul className="list-disc pl-5">
              {one.problems.map(({ item, code, limit = 0 }) => (
                <li key={`${item} ${code}`}>
                  {item} {overlayText(code, limit, currentLanguage())}
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ul>
      <p>{t('outside.help')}</p>
    </Notice>
  );
}
