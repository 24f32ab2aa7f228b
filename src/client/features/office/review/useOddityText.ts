import { Camera, Clock, Gauge, Hourglass, type LucideIcon, TrendingUp, Users } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { clockText } from '../../../../protocol/clockText.ts';
import type { OfficeEntry } from '../../../../protocol/officeEntries.ts';
import { currentLanguage } from '../../../i18n/i18n.ts';
import { shortDay } from '../../../ui/dates.ts';

export type Oddity = OfficeEntry['oddities'][number];

const ICONS: Readonly<Record<Oddity['kind'], LucideIcon>> = {
  photo: Camera,
  relative: Users,
  usual: TrendingUp,
  cap: Gauge,
  late: Hourglass,
  clock: Clock,
};

export interface OddityText {
  readonly icon: LucideIcon;
  readonly short: string;
  /** A sentence with the figures. */
  readonly long: string;
}

/** Says what strikes in an entry: an icon, a word for the list, a sentence with the figures for the entry itself. */
export function useOddityText(): (entry: Pick<OfficeEntry, 'byName'>, odd: Oddity) => OddityText {
  const { t } = useTranslation('review');
  const { t: office } = useTranslation('office');
  const long = (name: string, odd: Oddity): string => {
    switch (odd.kind) {
      case 'photo': {
        const others = odd.entries.map(({ id, household, head, date }) =>
          head === null
            ? t('odd.photoElsewhere', { household, date: shortDay(date), id })
            : t('odd.photoOne', { head, household, date: shortDay(date), id }),
        );
        return t('odd.photoLong', { others: others.join(currentLanguage() === 'en' ? '; ' : '、') });
      }
      case 'relative':
        return t('odd.relativeLong', { name });
      case 'usual':
        return t(odd.measure === 'count' ? 'odd.usualCount' : 'odd.usualPoints', {
          name,
          now: odd.now,
          mean: odd.mean,
        });
      case 'cap': {
        const [used = 0, cap = 0] = odd.figures;
        const key = { times: 'Times', points: 'Points', cut: 'Cut', let: 'Let', competing: 'Competing' } as const;
        return t(`odd.cap${key[odd.how]}`, { used, cap });
      }
      case 'late':
        return office('mark.lateLong', { month: odd.month });
      case 'clock':
        return clockText(odd.shiftMs, currentLanguage()) ?? '';
    }
  };
  return ({ byName }, odd) => ({ icon: ICONS[odd.kind], short: t(`odd.${odd.kind}`), long: long(byName, odd) });
}
