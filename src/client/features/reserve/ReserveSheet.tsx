import { PackageCheck } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { HandOver } from '../../../domain/household.ts';
import type { Verdict } from '../../../domain/verdict.ts';
import { verdictText } from '../../../protocol/verdictText.ts';
import { currentLanguage } from '../../i18n/i18n.ts';
import { Button } from '../../ui/Button.tsx';
import { Choice } from '../../ui/Choice.tsx';
import { longDay } from '../../ui/dates.ts';
import { Notice } from '../../ui/Notice.tsx';
import { Sheet } from '../../ui/Sheet.tsx';
import { useTablet, useTabletState } from '../../useTablet.tsx';
import { useNames } from '../household/useNames.ts';
import { useRecord } from '../household/useRecord.ts';
import type { CartSum } from '../redeem/cart.ts';
import { useGoodsWords } from './useGoodsWords.ts';

/** How long the village is asked before the app says that it will hear later. */
const ANSWER_MS_MAX = 15_000;

type Step =
  | { readonly at: 'choosing' | 'asking' | 'saved' }
  | { readonly at: 'done'; readonly until: string }
  | { readonly at: 'refused'; readonly words: string; readonly short: boolean };

interface Props {
  readonly household: string;
  readonly family: string;
  readonly sum: CartSum;
  readonly card: number | undefined;
  /** `reserved`: something was recorded, the basket is done with. */
  readonly onClose: (reserved: boolean) => void;
}

/** Keeps a basket for the household (AL-8): how it will be fetched, then what the village said. Without a connection it waits. */
export function ReserveSheet({ household, family, sum, card, onClose }: Props) {
  const { t } = useTranslation();
  const tablet = useTablet();
  const record = useRecord();
  const names = useNames();
  const goodsWords = useGoodsWords();
  const atDoor = useTabletState((s) => s.device?.kind === 'tablet');
  const [handOver, setHandOver] = useState<HandOver>('store');
  const [step, setStep] = useState<Step>({ at: 'choosing' });

  const answered = (verdict: Verdict | undefined) => {
    if (!verdict) setStep({ at: 'saved' });
    else if (verdict.outcome === 'applied') setStep({ at: 'done', until: String(verdict.params?.until ?? '') });
    else {
      const words = verdictText(verdict, currentLanguage(), names);
      setStep({ at: 'refused', words, short: verdict.code === 'insufficient' });
    }
  };
  const act = async () => {
    setStep({ at: 'asking' });
    const { lines, points } = sum;
    const body = { household, lines, points, handOver, ...(card === undefined ? {} : { card }) };
    const recorded = await record('reservation.record', body);
    if (!recorded.ok) return setStep({ at: 'refused', words: recorded.words, short: false });
    answered(await tablet.settleNow(recorded.ref, ANSWER_MS_MAX));
  };
  const choosing = step.at === 'choosing' || step.at === 'asking';
  const close = () => onClose(step.at === 'done' || step.at === 'saved');
  return (
    <Sheet
      open
      title={t('reserve.title', { family })}
      closeLabel={t('act.close')}
      onClose={close}
      footer={
        choosing ? (
          <Button
            look="primary"
            size="lg"
            icon={PackageCheck}
            block
            busy={step.at === 'asking'}
            onClick={() => void act()}
          >
            {step.at === 'asking' ? t('reserve.asking') : t('reserve.save')}
          </Button>
        ) : (
          <div className="flex flex-col gap-2">
            {step.at === 'refused' && atDoor ? (
              <Button size="lg" block onClick={() => setStep({ at: 'choosing' })}>
                {t('reserve.again')}
              </Button>
            ) : null}
            <Button look="primary" size="lg" block onClick={close}>
              {t('reserve.finish')}
            </Button>
          </div>
        )
      }
    >
      <div className="flex flex-col gap-4">
        <div>
          <p className="text-sm text-muted">{t('reserve.goods')}</p>
          <p className="text-xl font-bold">{goodsWords(sum.lines)}</p>
          <p className="text-muted">{t('reserve.points', { points: sum.points })}</p>
        </div>
        {choosing && atDoor ? (
          <Choice
            legend={t('reserve.where')}
            columns={2}
            value={handOver}
            onChange={setHandOver}
            options={[
              { value: 'store', label: t('reserve.store'), detail: t('reserve.storeDetail') },
              { value: 'door', label: t('reserve.door'), detail: t('reserve.doorDetail') },
            ]}
          />
        ) : null}
        {step.at === 'done' ? (
          <Notice tone="good" title={t('reserve.doneTitle')} alert>
            {t('reserve.done', { until: longDay(step.until) })}
          </Notice>
        ) : null}
        {step.at === 'saved' ? (
          <Notice tone="waiting" title={t('reserve.savedTitle')} alert>
            {t('reserve.saved')}
          </Notice>
        ) : null}
        {step.at === 'refused' ? (
          <Notice tone="danger" title={t('reserve.refusedTitle')} alert>
            <p>{step.words}</p>
            {step.short && handOver === 'door' ? <p>{t('reserve.tryStore')}</p> : null}
          </Notice>
        ) : null}
      </div>
    </Sheet>
  );
}
