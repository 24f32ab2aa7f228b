import { useTranslation } from 'react-i18next';
import { maskName } from '../../../domain/masking.ts';
import { useDirectory } from '../household/useDirectory.ts';

/** How a household is called where others look on: 谢*昌家. Its code when it is not known here. */
export function useMaskedFamily(): (code: string) => string {
  const { t } = useTranslation();
  const rows = useDirectory();
  return (code) => {
    const row = rows.find((one) => one.code === code);
    return row ? t('family', { name: maskName(row.head) }) : code;
  };
}
