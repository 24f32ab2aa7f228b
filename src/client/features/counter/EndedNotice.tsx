import { ArrowRight } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { dayOf } from '../../../domain/calendar.ts';
import type { HouseholdFile } from '../../../domain/household.ts';
import { Button } from '../../ui/Button.tsx';
import { longDay } from '../../ui/dates.ts';
import { Notice } from '../../ui/Notice.tsx';
import { setScanned } from '../household/scanned.ts';
import { openHousehold } from './counterStore.ts';
import { useMaskedFamily } from './useMaskedFamily.ts';

/** It is a household no more (CF-09): the counter goes on with the one that it became. */
export function EndedNotice({ file }: { file: Pick<HouseholdFile, 'merged' | 'closed'> }) {
  const { t } = useTranslation();
  const familyOf = useMaskedFamily();
  const { merged, closed } = file;
  if (merged) {
    const { into, at, reason } = merged;
    const family = familyOf(into);
    const open = () => {
      setScanned(undefined);
      openHousehold(into);
    };
    return (
      <Notice tone="waiting" title={t('lineage.mergedTitle', { family })} alert>
        <p>{t('lineage.merged', { date: longDay(dayOf(at)), reason })}</p>
        <Button icon={ArrowRight} className="mt-2" onClick={open}>
          {t('lineage.open', { family })}
        </Button>
      </Notice>
    );
  }
  if (!closed) return null;
  return (
    <Notice tone="danger" title={t('lineage.closedTitle')} alert>
      {t('lineage.closed', { date: longDay(dayOf(closed.at)), reason: closed.reason })}
    </Notice>
  );
}
