import '../../../ui/paper.css';
import './rankPaper.css';
import { createPortal } from 'react-dom';
import { useTranslation } from 'react-i18next';
import type { RankingDocument } from '../../../../domain/yearList.ts';
import type { FrozenRanking } from '../../../../protocol/officeRanking.ts';
import { longDay } from '../../../ui/dates.ts';
import { grouped } from '../parts/moments.ts';
import { inGroups } from '../publicity/inGroups.ts';

interface Props {
  readonly kind: 'rank-a4' | 'rank-a3';
  readonly document: RankingDocument;
  /** Null: a preview, which says so. */
  readonly frozen: FrozenRanking | null;
}

/** The list, in the page while it is printed. */
export function RankPaper(props: Props) {
  return createPortal(<RankingPages {...props} />, document.body);
}

/** The list for the notice board. */
export function RankingPages({ kind, document: list, frozen }: Props) {
  const { t } = useTranslation('ranking');
  const { rows, apart, tiers, year } = list;
  const place = list.village?.name ?? list.town.name;
  const lists = [{ name: undefined, lines: rows }, ...(apart.length > 0 ? [{ name: t('apart'), lines: apart }] : [])];
  return (
    <article className={`paper rank-paper ${kind}`}>
      <h1>{t('listOf', { place, year })}</h1>
      {frozen ? null : <p className="rank-preview">{t('previewOnPaper')}</p>}
      <p className="rank-note">
        {t('printedOn', { count: rows.length, day: longDay(list.frozen) })}
        {' · '}
        {tiers.map(({ name, households }) => t('tierCount', { name, count: households })).join(' · ')}
      </p>
      <p className="rank-note">{t('notRanked', { unranked: list.unranked, excluded: list.excluded })}</p>
      {lists.map(({ name, lines }) => (
        <section key={name ?? ''}>
          {name === undefined ? null : <h2>{name}</h2>}
          <table>
            <thead>
              <tr>
                <th scope="col" className="paper-number">
                  {t('rank')}
                </th>
                <th scope="col">{t('tier')}</th>
                <th scope="col">{t('family')}</th>
                <th scope="col">{t('place')}</th>
                <th scope="col" className="paper-number">
                  {t('points')}
                </th>
              </tr>
            </thead>
            <tbody>
              {lines.map((line, i) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a list that stands; its places are its keys
                <tr key={i}>
                  <td className="paper-number">{line.rank}</td>
                  <td>{line.tier ?? ''}</td>
                  <td>{line.name}</td>
                  <td>{[line.village ?? '', line.place].join(' ').trim()}</td>
                  <td className="paper-number">{grouped(line.points)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      ))}
      {frozen ? (
        <footer className="rank-proof">
          <p>
            {t('hash')}: {inGroups(frozen.hash)}
          </p>
          <p>
            {t('root', { seq: frozen.seq })}: {inGroups(frozen.root)}
          </p>
        </footer>
      ) : null}
    </article>
  );
}
