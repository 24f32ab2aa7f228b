import { useTranslation } from 'react-i18next';
import { Chip } from '../../ui/Chip.tsx';
import { StandingChip } from '../tray/StandingChip.tsx';
import type { PastOrder } from './pastOrders.ts';

const VOID_WORDS = {
  here: 'counter.today.voidHere',
  counted: 'counter.today.voidSent',
  held: 'counter.today.voidHeld',
  decided: 'counter.today.voidSent',
  refused: 'counter.today.voidHeld',
} as const;

/** Where a redemption stands; once it is voided, where the void stands. */
export function OrderStanding({ order: { standing, voided } }: { order: PastOrder }) {
  const { t } = useTranslation();
  if (voided === undefined) return <StandingChip standing={standing} />;
  return (
    <>
      <Chip tone="plain">{t('counter.today.voided')}</Chip>
      <span className="text-sm text-muted">{t(VOID_WORDS[voided])}</span>
    </>
  );
}
