import { useState } from 'react';
import { must } from '../../../domain/must.ts';
import { profileOf } from '../../../domain/profile.ts';
import type { Catalogue } from '../../../protocol/catalogue.ts';
import type { FileView } from '../../engine/tablet.ts';
import { useTabletState } from '../../useTablet.tsx';
import { Settlement } from '../redeem/Settlement.tsx';
import { setLooking, showReceipt, startAnew } from './counterStore.ts';
import { useMaskedFamily } from './useMaskedFamily.ts';
import { useOrder } from './useOrder.ts';

interface Props {
  readonly view: FileView;
  readonly catalogue: Catalogue;
}

/** The household looks at what it is about to take; Enter hands it over. */
export function SecondLook({ view, catalogue }: Props) {
  const clerk = useTabletState((s) => s.user?.id);
  const familyOf = useMaskedFamily();
  const order = useOrder(view, catalogue);
  // What the household sees is what is recorded, whatever a sync brings meanwhile.
  const [{ sum, funds, scanned, reservation }] = useState(order);
  const household = view.file.code;
  return (
    <Settlement
      keys
      household={household}
      family={familyOf(household)}
      sum={sum}
      goods={catalogue.goods}
      funds={funds}
      card={scanned?.card}
      pin={profileOf(view.file).pin}
      reservation={reservation?.id}
      onChange={() => setLooking(false)}
      onDone={startAnew}
      onReceipt={(ref) =>
        showReceipt({
          ref,
          household,
          lines: sum.lines,
          points: sum.points,
          at: Date.now(),
          by: must(clerk, 'somebody is unlocked'),
          left: funds.redeemable - sum.points,
        })
      }
    />
  );
}
