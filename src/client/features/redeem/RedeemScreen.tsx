import { CalendarX, CreditCard, FileX, PackageCheck } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams, useSearchParams } from 'react-router';
import type { Reservation } from '../../../domain/household.ts';
import { DEFAULT_POLICY, redemptionOpen } from '../../../domain/policy.ts';
import { profileOf } from '../../../domain/profile.ts';
import { standingReservations } from '../../../domain/reservation.ts';
import { Button } from '../../ui/Button.tsx';
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
import { EMPTY_CART, sumOf, sumOfLines } from './cart.ts';
import { fundsOf, paymentFor } from './funds.ts';
import { GoodsStep } from './GoodsStep.tsx';
import { limitsLeft } from './limitsLeft.ts';
import { Settlement } from './Settlement.tsx';

/**
 * Redeeming at the door: goods, then what the household sees, then the receipt. With `?reserve` the goods are only reserved, with
 * `?reservation=` those of a reservation are handed over.
 */
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
  const [search] = useSearchParams();
  const [reserving, setReserving] = useState(search.has('reserve'));
  const [handing, setHanding] = useState<Reservation>();
  const own = useTabletState((s) => s.device?.id);
  const wanted = search.get('reservation');

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
  const { file } = opened.view;
  const { head, pin } = profileOf(file);
  const family = t('family', { name: head });
  const policy = catalogue.policies[file.village] ?? DEFAULT_POLICY;
  if (!redemptionOpen(policy, today) && !reserving) {
    return (
      <Screen header={header(t('redeem.title', { family }))}>
        <EmptyState
          icon={CalendarX}
          title={t('redeem.closedTitle')}
          action={
            wanted === null ? (
              <Button icon={PackageCheck} onClick={() => setReserving(true)}>
                {t('reserve.pick')}
              </Button>
            ) : undefined
          }
        >
          <ClosedWords policy={policy} today={today} />
          {wanted === null ? <p>{t('reserve.closed')}</p> : null}
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
  if (wanted !== null) {
    const found = standingReservations(file).find((r) => r.id === wanted && r.device === own);
    // What is handed over stays before the household's eyes, also once it is recorded.
    if (found && !handing) setHanding(found);
    const kept = handing ?? found;
    if (!kept) {
      return (
        <Screen header={header(t('redeem.title', { family }))}>
          <EmptyState icon={PackageCheck} title={t('reserve.card')}>
            {t('reserve.gone')}
          </EmptyState>
        </Screen>
      );
    }
    return (
      <Settlement
        household={code}
        family={family}
        sum={sumOfLines(kept.lines)}
        goods={catalogue.goods}
        funds={fundsOf(opened.view, true)}
        card={scanned?.card}
        pin={pin}
        reservation={kept.id}
        onChange={back}
        onDone={back}
      />
    );
  }
  const funds = fundsOf(opened.view);
  const sum = sumOf(cart, catalogue.goods);
  const limits = limitsLeft(file, catalogue.goods, today);
  if (settling) {
    return (
      <Settlement
        household={code}
        family={family}
        sum={sum}
        goods={catalogue.goods}
        funds={funds}
        card={scanned?.card}
        pin={pin}
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
      limits={limits}
      household={code}
      card={scanned?.card}
      reserving={reserving}
      onReserved={back}
      onCart={setCart}
      onNext={() => setSettling(true)}
      onBack={back}
    />
  );
}
