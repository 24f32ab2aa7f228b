import { useRef, useState } from 'react';
import type { OpBodies } from '../../../domain/op.ts';
import type { Verdict } from '../../../domain/verdict.ts';
import { verdictText } from '../../../protocol/verdictText.ts';
import { currentLanguage } from '../../i18n/i18n.ts';
import { useTablet } from '../../useTablet.tsx';
import { useNames } from '../household/useNames.ts';
import { useRecord } from '../household/useRecord.ts';

/** How long the household waits for an answer before the app says that there is none. */
const ANSWER_MS_MAX = 15_000;

export type SettlementState =
  | { readonly step: 'confirm' }
  | { readonly step: 'asking'; readonly ref: string }
  /** Recorded, unanswered: the goods must not leave. */
  | { readonly step: 'unanswered'; readonly ref: string }
  | { readonly step: 'refused'; readonly words: string }
  | { readonly step: 'done'; readonly ref: string; readonly online: boolean };

interface SettlementActs {
  readonly state: SettlementState;
  readonly redeem: () => Promise<void>;
  readonly waitMore: () => Promise<void>;
  /** Takes an unanswered order back; true when that is recorded. */
  readonly voidOrder: (reason: string) => Promise<boolean>;
}

/**
 * The settlement of one basket. Inside the allowance the device decides (CF-11); beyond it the server must have said yes
 * before any goods leave (CF-12). Every act runs once, however often it is tapped. `onDone` hears of the receipt number.
 */
export function useSettlement(body: OpBodies['redemption.record'], onDone?: (ref: string) => void): SettlementActs {
  const tablet = useTablet();
  const record = useRecord();
  const names = useNames();
  const [state, setState] = useState<SettlementState>({ step: 'confirm' });
  const acting = useRef(false);

  const once = async <T>(act: () => Promise<T>, otherwise: T): Promise<T> => {
    if (acting.current) return otherwise;
    acting.current = true;
    try {
      return await act();
    } finally {
      acting.current = false;
    }
  };
  const done = (ref: string, online: boolean) => {
    setState({ step: 'done', ref, online });
    onDone?.(ref);
  };
  const answered = (ref: string, verdict: Verdict | undefined) => {
    if (!verdict) setState({ step: 'unanswered', ref });
    else if (verdict.outcome === 'applied') done(ref, true);
    else setState({ step: 'refused', words: verdictText(verdict, currentLanguage(), names) });
  };
  const ask = async (ref: string) => {
    setState({ step: 'asking', ref });
    answered(ref, await tablet.settleNow(ref, ANSWER_MS_MAX));
  };
  return {
    state,
    redeem: () =>
      once(async () => {
        const recorded = await record('redemption.record', body);
        if (!recorded.ok) setState({ step: 'refused', words: recorded.words });
        else if (body.mode === 'online') await ask(recorded.ref);
        else done(recorded.ref, false);
      }, undefined),
    waitMore: () =>
      once(async () => {
        if (state.step === 'unanswered') await ask(state.ref);
      }, undefined),
    voidOrder: (reason) =>
      once(async () => {
        if (state.step !== 'unanswered') return false;
        const voided = await record('redemption.void', { household: body.household, redemption: state.ref, reason });
        if (!voided.ok) setState({ step: 'refused', words: voided.words });
        return voided.ok;
      }, false),
  };
}
