import { useTranslation } from 'react-i18next';

/** 2026年第4季度 / 2026 Q4 */
export function useQuarterName(): (quarter: string) => string {
  const { t } = useTranslation('quarter');
  return (quarter) => t('name', { year: quarter.slice(0, 4), n: Number(quarter.slice(5)) });
}
