import { useTranslation } from 'react-i18next';
import { Notice } from '../../../ui/Notice.tsx';

/** A Case that was not decided, and why in words. */
export interface BulkFailure {
  readonly id: string;
  readonly family: string;
  readonly text: string;
}

interface Props {
  readonly done: number;
  readonly failures: readonly BulkFailure[];
}

/** What became of Cases that were decided together. */
export function BulkResult({ done, failures }: Props) {
  const { t } = useTranslation('cases');
  if (failures.length === 0)
    return (
      <Notice tone="good" alert>
        {t('bulk.resultAll', { done })}
      </Notice>
    );
  return (
    <Notice tone="waiting" alert title={t('bulk.result', { done, failed: failures.length })}>
      <p>{t('bulk.failed')}</p>
      <ul className="max-h-48 list-disc overflow-y-auto pl-5">
        {failures.map(({ id, family, text }) => (
          <li key={id}>
            {family} {id}：{text}
          </li>
        ))}
      </ul>
    </Notice>
  );
}
