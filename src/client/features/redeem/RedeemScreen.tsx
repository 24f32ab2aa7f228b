import { CalendarX, CreditCard, FileX } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { freePoints } from '../../../domain/points.ts';
import { DEFAULT_POLICY, redemptionOpen } from '../../../domain/policy.ts';
import { profileOf } from '../../../domain/profile.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { LoadingRows } from '../../ui/Loading.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { Screen } from '../../ui/Screen.tsx';
import { useBack } from '../../ui/useBack.ts';
import { useTabletState } from '../../useTablet.tsx';
import { useScanned } from '../household/scanned.ts';
import { useFile } from '../household/useFile.ts';
import { useToday } from '../household/useToday.ts';
import { ClosedWords } from './ClosedWords.tsx';
import { EMPTY_CART, sumOf } from './cart.ts';
import { paymentFor } from './funds.ts';
import { GoodsStep } from './GoodsStep.tsx';
import { Settlement } from './Settlement.tsx';

/** Redeeming at the door: goods, then what the household sees, then the receipt. */
export default function RedeemScreen() {
  const { t } = useTranslation();
  const { code = '' } = useParams();
  const back = useBack(`/households/${code}`);
  const opened = useFile(code);
  const catalogue = useTabletState((s) => s.catalogue);
  const scanned = useScanned(code);
  const today = useToday();
  const [cart, setCart] = useState(EMPTY_CART);
  const [settling, setSettling] = useState(false);

  const header = (title: string) => <PageHeader title={title} back={{ label: t('act.back'), onBack: back }} />;
  if (opened.status !== 'open' || !catalogue) {
    return (
      <Screen header={header(code)}>
        {opened.status === 'missing' ? (
          <EmptyState icon={FileX} title={t('file.missingTitle')}>
            {t('file.missing')}
          </EmptyState>
        ) : (
          <LoadingRows rows={6} label={t('loading')} />
        )}
      </Screen>
    );
  }
  const { file, points, remaining } = opened.view;
  const family = t('family', { name: profileOf(file).head });
  const policy = catalogue.policies[file.village] ?? DEFAULT_POLICY;
  if (!redemptionOpen(policy, today)) {
    return (
      <Screen header={header(t('redeem.title', { family }))}>
        <EmptyState icon={CalendarX} title={t('redeem.closedTitle')}>
          <ClosedWords policy={policy} today={today} />
        </EmptyState>
      </Screen>
    );
  }
  if (scanned?.mark === 'replaced') {
    return (
      <Screen header={header(t('redeem.title', { family }))}>
        <EmptyState icon={CreditCard} title={t('redeem.oldCardTitle')}>
          {t('redeem.oldCard')}
        </EmptyState>
      </Screen>
    );
  }
  const funds = { remaining, redeemable: points.final - points.redeemed, free: freePoints(points) };
  const sum = sumOf(cart, catalogue.goods);
  if (settling) {
    return (
      <Settlement
        household={code}
        family={family}
        sum={sum}
        goods={catalogue.goods}
        funds={funds}
        card={scanned?.card}
        onChange={() => setSettling(false)}
        onDone={back}
      />
    );
  }
  return (
    <GoodsStep
      family={family}
      goods={catalogue.goods.filter((g) => g.active)}
      cart={cart}
      sum={sum}
      funds={funds}
      payment={paymentFor(sum.points, funds)}
      onCart={setCart}
      onNext={() => setSettling(true)}
      onBack={back}
    />
  );
}
