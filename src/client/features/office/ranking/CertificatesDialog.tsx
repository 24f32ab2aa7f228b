import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { RANKING_PAGE_ROWS, type RankingResponse, type RankingRow } from '../../../../protocol/officeRanking.ts';
import { Notice } from '../../../ui/Notice.tsx';
import { codeOf, postJson } from '../officeApi.ts';
import { OfficeDialog } from '../parts/OfficeDialog.tsx';
import { SelectField } from '../parts/SelectField.tsx';
import { SmallButton } from '../parts/SmallButton.tsx';
import { useProblemText } from '../parts/useProblemText.ts';
import { useRemote } from '../useRemote.ts';

interface Props {
  readonly data: RankingResponse;
  readonly list: 'ranked' | 'apart';
  readonly onClose: () => void;
  readonly onPrint: (rows: readonly RankingRow[]) => void;
}

/** Certificates of a frozen list: for whom, and, when there are many, which part of them. */
export function CertificatesDialog({ data, list, onClose, onPrint }: Props) {
  const { t } = useTranslation('ranking');
  const { t: office } = useTranslation('office');
  const problemText = useProblemText();
  const [tier, setTier] = useState('any');
  const [part, setPart] = useState(0);
  const [failure, setFailure] = useState<string>();
  const { village, year } = data;
  const ask = (from: number) =>
    postJson<RankingResponse>('/api/office/ranking', { village, year, list, tier, cursor: String(from) });
  const first = useRemote(`${list} ${tier} ${part}`, () => ask(part * RANKING_PAGE_ROWS));
  const found = first.data?.found ?? 0;
  const parts = Math.ceil(found / RANKING_PAGE_ROWS);
  const print = async () => {
    try {
      const { rows } = await ask(part * RANKING_PAGE_ROWS);
      onPrint(rows);
    } catch (error) {
      setFailure(problemText(codeOf(error)));
    }
  };
  const range = (one: number) =>
    t('certificates.part', {
      from: one * RANKING_PAGE_ROWS + 1,
      to: Math.min(found, (one + 1) * RANKING_PAGE_ROWS),
    });
  const many = Math.min(RANKING_PAGE_ROWS, Math.max(0, found - part * RANKING_PAGE_ROWS));
  return (
    <OfficeDialog
      open
      title={t('certificates.title', { year })}
      onClose={onClose}
      footer={
        <>
          <SmallButton onClick={onClose}>{office('cancel')}</SmallButton>
          <SmallButton look="primary" disabled={many === 0} onClick={() => void print()}>
            {t('printCertificates', { count: many })}
          </SmallButton>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        {failure === undefined ? null : (
          <Notice tone="danger" alert>
            {failure}
          </Notice>
        )}
        <p>{t('certificates.about')}</p>
        <SelectField
          label={t('certificatesFor')}
          value={tier}
          options={[
            { value: 'any', label: t('allStars') },
            ...data.tiers.map(({ name }) => ({ value: name, label: name })),
          ]}
          onChange={(next) => {
            setTier(next);
            setPart(0);
          }}
        />
        {parts > 1 ? (
          <SelectField
            label={t('certificates.which')}
            value={String(part)}
            options={Array.from({ length: parts }, (_, one) => ({ value: String(one), label: range(one) }))}
            onChange={(next) => setPart(Number(next))}
          />
        ) : null}
      </div>
    </OfficeDialog>
  );
}
