import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Verdict } from '../../../domain/verdict.ts';
import type { OfficeOp } from './officeRecorder.ts';
import { useVerdictText } from './parts/useVerdictText.ts';
import { useMe } from './useMe.ts';
import { recordAll } from './useRecorder.ts';

interface Publishing {
  /** Why the last one was not taken, in words. */
  readonly problem: string | undefined;
  readonly busy: boolean;
  /** Records one op and sends it. */
  readonly publish: (op: OfficeOp) => Promise<void>;
}

/**
 * For a dialog that publishes one op. `onSaved` hears whether it is only kept in this browser, until there is a connection, and
 * what the judge said of one that was applied.
 */
export function usePublish(onSaved: (unsent: boolean, verdict?: Verdict) => void): Publishing {
  const { t } = useTranslation('office');
  const me = useMe();
  const verdictText = useVerdictText();
  const [problem, setProblem] = useState<string>();
  const [busy, setBusy] = useState(false);
  const publish = async (op: OfficeOp) => {
    setBusy(true);
    const { settled } = await recordAll(me, [op]);
    setBusy(false);
    const [verdict] = settled;
    if (verdict === undefined) setProblem(t('goods.notSaved'));
    else if (verdict !== 'unsent' && verdict.outcome !== 'applied') setProblem(verdictText(verdict));
    else if (verdict === 'unsent') onSaved(true);
    else onSaved(false, verdict);
  };
  return { problem, busy, publish };
}
