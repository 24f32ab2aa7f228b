import { ChevronLeft, ChevronRight, Printer, ScrollText } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { addDays } from '../../../domain/calendar.ts';
import { type Days, quarterOf } from '../../../domain/close.ts';
import { Button } from '../../ui/Button.tsx';
import { Choice } from '../../ui/Choice.tsx';
import { timeOf } from '../../ui/dates.ts';
import { EmptyState, ErrorState } from '../../ui/EmptyState.tsx';
import { KeyHint } from '../../ui/KeyHint.tsx';
import { LoadingRows } from '../../ui/Loading.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { Screen } from '../../ui/Screen.tsx';
import { useKeys } from '../../ui/useKeys.ts';
import { useTabletState } from '../../useTablet.tsx';
import { CloseReport, useDaysName } from '../close/CloseReport.tsx';
import { useNames } from '../household/useNames.ts';
import { useToday } from '../household/useToday.ts';
import { useClose } from './useClose.ts';
import { useMaskedFamily } from './useMaskedFamily.ts';

/** The span before or behind, of the same kind. */
function moved({ from, to }: Days, quarter: boolean, step: 1 | -1): Days {
  const next = addDays(step > 0 ? to : from, step);
  return quarter ? quarterOf(next) : { from: next, to: next };
}

/** The close of a day or a quarter at the counter, also without a connection: the whole store or what went over this counter. */
export default function CloseScreen() {
  const { t } = useTranslation('close');
  const navigate = useNavigate();
  const today = useToday();
  const names = useNames();
  const family = useMaskedFamily();
  const daysName = useDaysName();
  const device = useTabletState((s) => s.device);
  const village = useTabletState((s) => s.catalogue?.villages.find((v) => v.code === s.user?.village)?.name);
  const goods = useTabletState((s) => s.catalogue?.goods);
  const lastSyncAt = useTabletState((s) => s.sync.lastSyncAt);
  const [days, setDays] = useState<Days>({ from: today, to: today });
  const [only, setOnly] = useState<'store' | 'here'>('store');
  // Two sizes of the same goods are two lines.
  const nameOf = (sku: string) => {
    const found = goods?.find((one) => one.sku === sku);
    return found ? `${found.name} ${found.spec}`.trim() : sku;
  };
  const quarter = days.from !== days.to;
  const state = useClose(days, only === 'here' ? device?.id : undefined);
  useKeys({ F10: print });

  const report = () => {
    if (state === 'failed') return <ErrorState title={t('failedTitle')}>{t('failed')}</ErrorState>;
    if (!state) return <LoadingRows rows={5} label={t('loading')} />;
    const { close } = state;
    if (close.acts.length === 0) {
      return (
        <EmptyState icon={ScrollText} title={t('empty')}>
          {t('emptyHint')}
        </EmptyState>
      );
    }
    const where = only === 'here' ? `${t('here')} ${device?.id ?? ''}` : t('store');
    const called = { goods: nameOf, household: family, person: names.person };
    return <CloseReport close={close} names={called} days={days} of={`${village ?? ''} ${where}`.trim()} />;
  };
  return (
    <Screen
      roomy
      header={
        <PageHeader
          title={t('title')}
          subtitle={daysName(days)}
          back={{ label: t('back'), onBack: () => void navigate('/today') }}
          action={
            <Button icon={Printer} hint={<KeyHint name="F10" />} onClick={print}>
              {t('print')}
            </Button>
          }
        />
      }
    >
      <div className="flex flex-wrap items-end gap-x-6 gap-y-3">
        <Choice
          legend={t('span')}
          value={quarter ? 'quarter' : 'day'}
          onChange={(next) => setDays(next === 'quarter' ? quarterOf(days.to) : { from: today, to: today })}
          options={[
            { value: 'day', label: t('day') },
            { value: 'quarter', label: t('quarter') },
          ]}
        />
        <div className="flex gap-2">
          <Button icon={ChevronLeft} onClick={() => setDays(moved(days, quarter, -1))}>
            {t('earlier')}
          </Button>
          <Button icon={ChevronRight} disabled={days.to >= today} onClick={() => setDays(moved(days, quarter, 1))}>
            {t('later')}
          </Button>
        </div>
        <Choice
          legend={t('whose')}
          value={only}
          onChange={setOnly}
          options={[
            { value: 'store', label: t('store') },
            { value: 'here', label: t('here') },
          ]}
        />
      </div>
      <p className="text-sm text-muted">
        {lastSyncAt === undefined ? t('knownNever') : t('known', { time: timeOf(lastSyncAt) })} {t('stockElsewhere')}
      </p>
      {report()}
    </Screen>
  );
}
