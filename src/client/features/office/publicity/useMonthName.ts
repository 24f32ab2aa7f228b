import { useTranslation } from 'react-i18next';

/** 2026 年 10 月 / 2026-10 */
export function useMonthName(): (month: string) => string {
  const { t, i18n } = useTranslation('publicity');
  return (month) =>
    i18n.language === 'en' ? month : t('month', { year: month.slice(0, 4), n: Number(month.slice(5)) });
}
