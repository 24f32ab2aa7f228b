import { useTranslation } from 'react-i18next';
import { currentLanguage, setLanguage } from '../../../i18n/i18n.ts';

/** The other language, in its own words. */
export function LanguageSwitch() {
  const { t } = useTranslation('office');
  const other = currentLanguage() === 'en' ? 'zh-CN' : 'en';
  return (
    <button
      type="button"
      lang={other}
      onClick={() => void setLanguage(other)}
      className="min-h-10 rounded-lg px-2 whitespace-nowrap text-left text-sm text-muted hover:bg-sunken max-wide:px-1 max-wide:text-center"
    >
      {t('otherLanguage')}
    </button>
  );
}
