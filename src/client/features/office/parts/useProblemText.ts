import { useTranslation } from 'react-i18next';
import type { officeZh } from '../../../i18n/office.zh.ts';

type Known = keyof typeof officeZh.problem;

/** Gives a failure in words: what happened, what is safe, what to do now. */
export function useProblemText(): (code: string) => string {
  const { t, i18n } = useTranslation('office');
  return (code) => {
    const key = `problem.${code as Known}` as const;
    return String(i18n.exists(key, { ns: 'office' }) ? t(key) : t('problem.internal'));
  };
}
