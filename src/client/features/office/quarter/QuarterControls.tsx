import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { quarterAfter } from '../../../../domain/quarter.ts';
import { SelectField } from '../parts/SelectField.tsx';
import { SmallButton } from '../parts/SmallButton.tsx';
import { useMe } from '../useMe.ts';
import { useQuarterName } from './useQuarterName.ts';

/** Quarters to choose from without typing: five years back. */
const QUARTERS_BACK = 20;

interface Props {
  readonly village: string | null;
  readonly quarter: string;
  /** The newest one that can be chosen. */
  readonly newest: string;
  readonly onVillage: (village: string) => void;
  readonly onQuarter: (quarter: string) => void;
}

/** Which village and which quarter. */
export function QuarterControls({ village, quarter, newest, onVillage, onQuarter }: Props) {
  const { t } = useTranslation('quarter');
  const nameOf = useQuarterName();
  const me = useMe();
  const listed = Array.from({ length: QUARTERS_BACK + 1 }, (_, i) => quarterAfter(newest, -i));
  const choices = listed.includes(quarter) ? listed : [...listed, quarter];
  return (
    <>
      {me.user.village === null ? (
        <SelectField
          label={t('village')}
          value={village ?? ''}
          all={t('wholeTown')}
          options={me.villages.map((one) => ({ value: one.code, label: one.name }))}
          onChange={onVillage}
        />
      ) : null}
      <div className="flex items-end gap-1">
        <SmallButton
          icon={ChevronLeft}
          aria-label={t('earlier')}
          onClick={() => onQuarter(quarterAfter(quarter, -1))}
        />
        <SelectField
          label={t('quarter')}
          value={quarter}
          options={choices.map((one) => ({ value: one, label: nameOf(one) }))}
          onChange={onQuarter}
        />
        <SmallButton
          icon={ChevronRight}
          aria-label={t('later')}
          disabled={quarter >= newest}
          onClick={() => onQuarter(quarterAfter(quarter, 1))}
        />
      </div>
    </>
  );
}
