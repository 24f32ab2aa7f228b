import type { Verdict } from '../../../../domain/verdict.ts';
import { verdictText } from '../../../../protocol/verdictText.ts';
import { currentLanguage } from '../../../i18n/i18n.ts';
import { longDay } from '../../../ui/dates.ts';
import { useMe } from '../useMe.ts';

/** Gives a verdict in words, with the names this person may know. */
export function useVerdictText(): (verdict: Pick<Verdict, 'code' | 'params'>) => string {
  const me = useMe();
  return (verdict) =>
    verdictText(verdict, currentLanguage(), {
      rule: (code) => me.rules.find((one) => one.code === code)?.title ?? code,
      person: (id) => me.people.find((one) => one.id === id)?.name ?? id,
      day: longDay,
      household: (code) => code,
      goods: (sku) => sku,
    });
}
