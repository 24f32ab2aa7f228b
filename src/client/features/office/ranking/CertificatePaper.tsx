import '../../../ui/paper.css';
import './rankPaper.css';
import { createPortal } from 'react-dom';
import { useTranslation } from 'react-i18next';
import type { FrozenRanking, RankingResponse, RankingRow } from '../../../../protocol/officeRanking.ts';
import { longDay } from '../../../ui/dates.ts';
import { grouped } from '../parts/moments.ts';
import { inGroups } from '../publicity/inGroups.ts';

interface Props {
  readonly rows: readonly RankingRow[];
  readonly data: RankingResponse;
  readonly frozen: FrozenRanking;
  readonly villageName: (code: string) => string;
}

/** A certificate for each household, of a frozen list alone. */
export function CertificatePaper(props: Props) {
  return createPortal(<Certificates {...props} />, document.body);
}

/** The certificates, one a page. */
export function Certificates({ rows, data, frozen, villageName }: Props) {
  return (
    <div className="paper rank-paper">
      {rows.map((row) => (
        <Certificate key={row.household} row={row} data={data} frozen={frozen} place={villageName(row.village)} />
      ))}
    </div>
  );
}

interface CertificateProps extends Pick<Props, 'data' | 'frozen'> {
  readonly row: RankingRow;
  readonly place: string;
}

/** A4 across, one household a page; the seal is put by hand. */
function Certificate({ row, data, frozen, place }: CertificateProps) {
  const { t } = useTranslation('ranking');
  const facts = { year: data.year, rank: row.rank, points: grouped(row.points), tier: row.tier ?? '', place };
  const whole = data.village === null ? data.town : place;
  return (
    <section className="certificate">
      <div>
        <h1>{t('certificate.title')}</h1>
        <p className="certificate-family">{t('certificate.family', { head: row.head, place })}</p>
        <p className="certificate-words">
          {t(row.tier === null ? 'certificate.words' : 'certificate.tierWords', { ...facts, whole })}
        </p>
        <div className="certificate-end">
          <span className="certificate-seal">{t('certificate.seal')}</span>
          <span>
            {data.village === null ? data.town : `${data.town} ${place}`}
            <br />
            {longDay(frozen.day)}
          </span>
        </div>
        <p className="certificate-proof">
          {t('hash')} {inGroups(frozen.hash)}
        </p>
      </div>
    </section>
  );
}
