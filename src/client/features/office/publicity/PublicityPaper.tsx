import '../../../ui/paper.css';
import './publicityPaper.css';
import { useEffect, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import { useTranslation } from 'react-i18next';
import type { PublicationDocument } from '../../../../domain/publicity.ts';
import type { PublicityMonth } from '../../../../protocol/publicity.ts';
import { longDay, longMonth, shortDay } from '../../../ui/dates.ts';
import { drawQrPath, type QrPath } from '../../cards/qrPath.ts';
import { codeOf, postJson } from '../officeApi.ts';
import { grouped, signed } from '../parts/moments.ts';
import { inGroups } from './inGroups.ts';

interface Props {
  readonly size: 'a3' | 'a4';
  /** Prints every entry behind the list. */
  readonly details: boolean;
  readonly village: string;
  readonly month: string;
  readonly list: NonNullable<PublicityMonth['list']>;
  /** Of the public page. */
  readonly address: string;
  /** The browser's print dialog is closed, or why it never opened: a stable code. */
  readonly onDone: (problem?: string) => void;
}

interface Drawn {
  readonly document: PublicationDocument;
  readonly page: QrPath;
  readonly root: QrPath;
}

/** The list on paper, black on white: drawn when it is asked for, printed, and gone again. */
export function PublicityPaper(props: Props) {
  const { village, month, list, address } = props;
  const [drawn, setDrawn] = useState<Drawn>();
  const done = useRef(props.onDone);
  done.current = props.onDone;
  useEffect(() => {
    let current = true;
    const text = `village-points ${village} ${month} #${list.seq} ${list.root}`;
    Promise.all([
      postJson<PublicationDocument>('/api/office/publicity/document', { village, month }),
      drawQrPath(address),
      drawQrPath(text),
    ]).then(
      ([document, page, root]) => current && setDrawn({ document, page, root }),
      (error: unknown) => current && done.current(codeOf(error)),
    );
    return () => {
      current = false;
    };
  }, [village, month, list.seq, list.root, address]);
  useEffect(() => {
    if (!drawn) return;
    const after = () => done.current();
    addEventListener('afterprint', after, { once: true });
    print();
    return () => removeEventListener('afterprint', after);
  }, [drawn]);
  return drawn ? createPortal(<Paper {...props} {...drawn} />, document.body) : null;
}

function Paper({ size, details, list, document, page, root }: Props & Drawn) {
  const { t } = useTranslation('publicity');
  const month = longMonth(document.month);
  const { rows, categories } = document;
  return (
    <article className={`paper publicity-paper publicity-${size}`}>
      <header className="publicity-head">
        <div>
          <h1>{t('paper.title', { village: document.village.name, month })}</h1>
          <p>
            {t('paper.span', {
              from: longDay(document.published),
              to: longDay(document.until),
              count: document.objectionDays,
            })}
            {document.holidays ? '' : ` ${t('holidays')}`}
          </p>
          <p>
            {t('paper.sums', {
              households: grouped(rows.length),
              entries: grouped(rows.reduce((sum, { entries }) => sum + entries.length, 0)),
              points: grouped(rows.reduce((sum, { total }) => sum + total, 0)),
              quiet: document.quiet,
              pending: document.pending,
            })}
          </p>
          <p>{t('paper.how')}</p>
        </div>
        <Qr qr={page} words={t('paper.qrPage')} />
        <Qr qr={root} words={t('paper.qrRoot')} />
      </header>
      <table>
        <thead>
          <tr>
            <th scope="col">{t('list.rank')}</th>
            <th scope="col">{t('list.head')}</th>
            <th scope="col">{t('list.place')}</th>
            {categories.map((name) => (
              <th key={name} scope="col" className="paper-number">
                {name}
              </th>
            ))}
            <th scope="col" className="paper-number">
              {t('list.total')}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a frozen list; its places are its keys
            <tr key={i}>
              <td>{row.rank}</td>
              <td>{row.name}</td>
              <td>{row.place}</td>
              {row.points.map((points, at) => (
                <td key={categories[at]} className="paper-number">
                  {points === 0 ? '' : grouped(points)}
                </td>
              ))}
              <td className="paper-number">
                <strong>{grouped(row.total)}</strong>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {details ? <Details document={document} /> : null}
      <footer className="publicity-proof">
        <p>
          {t('list.hash')}: {inGroups(list.hash)}
        </p>
        <p>
          {t('list.root', { seq: list.seq })}: {inGroups(list.root)}
        </p>
      </footer>
    </article>
  );
}

function Qr({ qr, words }: { readonly qr: QrPath; readonly words: string }) {
  return (
    <figure className="publicity-qr">
      <svg role="img" aria-label={words} viewBox={`0 0 ${qr.size} ${qr.size}`}>
        <path d={qr.d} />
      </svg>
      <figcaption>{words}</figcaption>
    </figure>
  );
}

function Details({ document }: { readonly document: PublicationDocument }) {
  const { t } = useTranslation('publicity');
  return (
    <table className="publicity-details">
      <thead>
        <tr>
          <th scope="col">{t('list.rank')}</th>
          <th scope="col">{t('list.head')}</th>
          <th scope="col">{t('paper.date')}</th>
          <th scope="col">{t('paper.item')}</th>
          <th scope="col" className="paper-number">
            {t('paper.points')}
          </th>
        </tr>
      </thead>
      <tbody>
        {document.rows.flatMap((row, i) =>
          row.entries.map((entry, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a frozen list; its places are its keys
            <tr key={`${i} ${at}`}>
              <td>{row.rank}</td>
              <td>
                {row.name} {row.place}
              </td>
              <td>{shortDay(entry.date)}</td>
              <td>
                {entry.title}
                {entry.reversal ? ` (${t('list.reversal')})` : entry.late ? ` (${t('list.late')})` : ''}
              </td>
              <td className="paper-number">{signed(entry.points)}</td>
            </tr>
          )),
        )}
      </tbody>
    </table>
  );
}
