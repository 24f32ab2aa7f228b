import { useTranslation } from 'react-i18next';
import { Sheet } from '../../ui/Sheet.tsx';

/** What a forgotten PIN means: the office resets it, nothing is lost. */
export default function ForgotPin({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Sheet open title={t('unlock.forgotTitle')} closeLabel={t('act.close')} onClose={onClose}>
      <p className="text-lg">{t('unlock.forgotBody')}</p>
    </Sheet>
  );
}
