import './rankPaper.css';
import { createPortal } from 'react-dom';
import { useTranslation } from 'react-i18next';
import { dayOf } from '../../../../domain/calendar.ts';
import { maskName } from '../../../../domain/masking.ts';
import type { RankingResponse, RankingRow } from '../../../../protocol/officeRanking.ts';
import { longDay } from '../../../ui/dates.ts';
import { grouped } from '../parts/moments.ts';

export type RankPaperKind = 'rank-a4' | 'rank-a3' | 'certificates';

interface Props {
  readonly kind: RankPaperKind;
  readonly data: RankingResponse;
  /** Of the village, or of the town. */
  readonly place: string;
  readonly villageName: (code: string) => string;
  /** Who gets a certificate. */
  readonly chosen: readonly RankingRow[];
}

/** What is printed of a ranking: the list for the notice board, or a certificate for each household. */
export function RankPaper(props: Props) {
  const { kind, chosen, data } = props;
  return createPortal(
    kind === 'certificates' ? (
      <div className="rank-paper">
        {chosen.map((row) => (
          <Certificate key={row.household} row={row} data={data} place={props.villageName(row.village)} />
        ))}
      </div>
    ) : (
      <article className={`rank-paper ${kind}`}>
        <List {...props} />
      </article>
    ),
    document.body,
  );
}

function List({ data, place, villageName }: Props) {
  const { t } = useTranslation('ranking');
  const lists = [
    { name: undefined, rows: data.rows },
    ...(data.apart.length > 0 ? [{ name: t('apart'), rows: data.apart }] : []),
  ];
  return (
    <>
      <h1>{t('listOf', { place, year: data.year })}</h1>
      <p className="rank-note">{t('printedOn', { day: longDay(dayOf(data.now)), count: data.rows.length })}</p>
      {lists.map(({ name, rows }) => (
        <section key={name ?? ''}>
          {name === undefined ? null : <h2>{name}</h2>}
          <table>
            <thead>
              <tr>
                <th className="rank-number">{t('rank')}</th>
                <th>{t('tier')}</th>
                <th>{t('family')}</th>
                <th>{t('place')}</th>
                <th className="rank-number">{t('points')}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr key={row.household}>
                  <td className="rank-number">{row.rank}</td>
                  <td>{row.tier ?? ''}</td>
                  <td>{data.masked ? maskName(row.head) : row.head}</td>
                  <td>{data.village === null ? villageName(row.village) : row.naturalVillage}</td>
                  <td className="rank-number">{grouped(row.points)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      ))}
    </>
  );
}

/** A4 across, one household a page; the seal is put by hand. */
function Certificate({ row, data, place }: { row: RankingRow; data: RankingResponse; place: string }) {
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
            {data.town} {place}
            <br />
            {longDay(dayOf(data.now))}
          </span>
        </div>
      </div>
    </section>
  );
}
