import { useTranslation } from 'react-i18next';
import { Card } from '../../ui/Card.tsx';
import { Switch } from '../../ui/Switch.tsx';
import { useTablet, useTabletState } from '../../useTablet.tsx';
import { useDirectory } from '../household/useDirectory.ts';
import { useCarried } from './useCarried.ts';

/** 出门带额度: what may be redeemed without a signal, and how much of it this tablet holds. */
export function CarryCard({ grids }: { grids: readonly string[] }) {
  const { t } = useTranslation();
  const tablet = useTablet();
  const carrying = useTabletState((s) => s.carrying);
  const carried = useCarried(useDirectory(), grids);
  const points = carried?.points ?? 0;
  const detail = carrying
    ? points > 0
      ? t('home.carryOn', { points, households: carried?.households ?? 0 })
      : t('home.carryOnNone')
    : points > 0
      ? t('home.carryOffHeld', { points })
      : t('home.carryOff');
  return (
    <Card>
      <Switch
        label={t('home.carry')}
        detail={detail}
        checked={carrying}
        stateWord={carrying ? t('home.on') : t('home.off')}
        onChange={(on) => void tablet.setCarrying(on)}
      />
    </Card>
  );
}
