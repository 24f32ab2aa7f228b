import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Alike, CASES_AT_ONCE_MAX } from '../../../../protocol/officeCaseWork.ts';
import { codeOf, postJson } from '../officeApi.ts';
import { SmallButton } from '../parts/SmallButton.tsx';
import { useProblemText } from '../parts/useProblemText.ts';
import { useRemote } from '../useRemote.ts';
import type { CasesFilter } from './caseFilter.ts';
import type { Said } from './useDeciding.ts';
import type { Ticks } from './useTicks.ts';

interface Props {
  readonly ticks: Ticks;
  readonly filter: CasesFilter;
  readonly say: (said: Said) => void;
}

/** How many are ticked, and all that are alike under the filter with one press. */
export function TickBar({ ticks, filter, say }: Props) {
  const { t } = useTranslation('cases');
  const problemText = useProblemText();
  const [busy, setBusy] = useState(false);
  const { why = '' } = ticks;
  const ask = () => postJson<Alike>('/api/office/cases/alike', { ...filter, why });
  const alike = useRemote(JSON.stringify([filter, why]), ask);
  const count = alike.data?.count ?? 0;
  const all = async () => {
    setBusy(true);
    try {
      ticks.put(why, (await ask()).cases);
    } catch (error) {
      say({ tone: 'waiting', text: problemText(codeOf(error)) });
    } finally {
      setBusy(false);
    }
  };
  return (
    <div className="flex flex-col gap-2 border-b bg-sunken px-3 py-2">
      <div className="flex items-center justify-between gap-2">
        <p className="font-bold" role="status">
          {t('bulk.ticked', { count: ticks.all.length })}
        </p>
        <SmallButton className="min-h-11" onClick={ticks.clear}>
          {t('bulk.clear')}
        </SmallButton>
      </div>
      {count > ticks.all.length && ticks.all.length < CASES_AT_ONCE_MAX ? (
        <SmallButton className="min-h-11" busy={busy} onClick={() => void all()}>
          {count > CASES_AT_ONCE_MAX ? t('bulk.allMax', { count, max: CASES_AT_ONCE_MAX }) : t('bulk.all', { count })}
        </SmallButton>
      ) : null}
    </div>
  );
}
