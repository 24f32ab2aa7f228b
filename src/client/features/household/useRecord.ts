import { useTranslation } from 'react-i18next';
import type { OpBodies, OpKind } from '../../../domain/op.ts';
import { verdictText } from '../../../protocol/verdictText.ts';
import type { RecordResult } from '../../engine/tablet.ts';
import { currentLanguage } from '../../i18n/i18n.ts';
import { useTablet } from '../../useTablet.tsx';
import { useNames } from './useNames.ts';

/** Recorded, or why not in words a screen can show. */
export type Recorded = Extract<RecordResult, { ok: true }> | { readonly ok: false; readonly words: string };

/** Records an op; a refusal comes back as words. */
export function useRecord(): <K extends OpKind>(kind: K, body: OpBodies[K]) => Promise<Recorded> {
  const tablet = useTablet();
  const inWords = useRecordedWords();
  return async (kind, body) => inWords(await tablet.record(kind, body));
}

/** What became of a save, a refusal in words. */
export function useRecordedWords(): (result: RecordResult) => Recorded {
  const { t } = useTranslation();
  const names = useNames();
  return (result) => {
    if (result.ok) return result;
    if ('storage' in result) {
      return { ok: false, words: t(result.storage === 'quota' ? 'score.storageQuota' : 'score.storageBroken') };
    }
    return { ok: false, words: verdictText(result.verdict, currentLanguage(), names) };
  };
}
