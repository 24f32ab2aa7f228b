import { useTranslation } from 'react-i18next';
import { Notice } from '../../ui/Notice.tsx';
import type { LimitLeft } from './limitsLeft.ts';

/** Which goods are more than the household may have this period, and by how many they must go down. */
export function LimitNotice({ beyond }: { beyond: readonly LimitLeft[] }) {
  const { t } = useTranslation();
  if (beyond.length === 0) return null;
  return (
    <Notice tone="danger" alert>
      {beyond.map(({ name, left, period }) => (
        <p key={name}>{t('limit.over', { name, left, period: t(`limit.period.${period}`) })}</p>
      ))}
    </Notice>
  );
}
