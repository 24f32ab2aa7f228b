import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RankingRow } from '../../../../protocol/officeRanking.ts';
import { grouped } from '../parts/moments.ts';
import { SmallButton } from '../parts/SmallButton.tsx';
import { FigureTable } from '../statistics/FigureTable.tsx';

/** Rows that are drawn at once; the paper and the Excel file have all. */
const SHOWN = 200;

interface Props {
  readonly title: string;
  readonly rows: readonly RankingRow[];
  readonly villageName: (code: string) => string;
  /** The list is of several villages. */
  readonly town: boolean;
}

/** A list of households by rank. */
export function RankTable({ title, rows, villageName, town }: Props) {
  const { t } = useTranslation('ranking');
  const [shown, setShown] = useState(SHOWN);
  return (
    <>
      <FigureTable
        title={title}
        columns={[
          { name: t('rank'), figure: true },
          { name: t('tier') },
          { name: t('family') },
          { name: t('place') },
          { name: t('points'), figure: true },
        ]}
        rows={rows.slice(0, shown).map((row) => ({
          key: row.household,
          cells: [
            row.rank,
            row.tier ?? '',
            `${row.head} ${row.household}`,
            town ? `${villageName(row.village)} ${row.naturalVillage}` : row.naturalVillage,
            grouped(row.points),
          ],
        }))}
      />
      {shown < rows.length ? (
        <SmallButton className="self-center" onClick={() => setShown(shown + SHOWN)}>
          {t('more', { count: rows.length - shown })}
        </SmallButton>
      ) : null}
    </>
  );
}
