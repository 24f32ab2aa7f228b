import { useTranslation } from 'react-i18next';
import type { PublicityPreview } from '../../../../protocol/publicity.ts';
import { longDay } from '../../../ui/dates.ts';
import { Notice } from '../../../ui/Notice.tsx';
import { FactList } from '../parts/FactList.tsx';
import { grouped } from '../parts/moments.ts';
import { CELL, HEAD, NUMBER } from '../parts/tableClasses.ts';

/** What closing a month would publish: its figures, what speaks for waiting, the first rows. */
export function PreviewFigures({ preview }: { readonly preview: PublicityPreview }) {
  const { t } = useTranslation('publicity');
  const waits = preview.pending + preview.openCases + preview.devices.length > 0;
  return (
    <>
      <FactList
        facts={[
          [t('close.households'), grouped(preview.households)],
          [t('close.entries'), grouped(preview.entries)],
          [t('close.points'), grouped(preview.points)],
          ...(preview.late > 0 ? [[t('close.late'), grouped(preview.late)] as const] : []),
          ...(preview.reversals > 0 ? [[t('close.reversals'), grouped(preview.reversals)] as const] : []),
          [t('close.quiet'), grouped(preview.quiet)],
          [t('close.until'), longDay(preview.until)],
        ]}
      />
      {preview.holidays ? null : <Notice tone="waiting">{t('holidays')}</Notice>}
      {waits ? (
        <Notice tone="waiting">
          <ul className="list-disc pl-5">
            {preview.pending > 0 ? (
              <li>
                {t('close.pending')} <strong>{grouped(preview.pending)}</strong>
              </li>
            ) : null}
            {preview.openCases > 0 ? (
              <li>
                {t('close.cases')} <strong>{grouped(preview.openCases)}</strong>
              </li>
            ) : null}
            {preview.devices.map((device) => (
              <li key={device.id}>
                {t(device.unsent > 0 ? 'close.device' : 'close.silent', {
                  name: `${device.name} ${device.id}`,
                  count: device.unsent,
                })}
              </li>
            ))}
          </ul>
        </Notice>
      ) : null}
      {preview.rows.length > 0 ? (
        <table className="w-full border-collapse">
          <caption className="pb-1 text-left font-bold">{t('close.first', { count: preview.rows.length })}</caption>
          <thead>
            <tr className={HEAD}>
              <th scope="col" className={NUMBER}>
                {t('list.rank')}
              </th>
              <th scope="col" className={CELL}>
                {t('list.head')}
              </th>
              <th scope="col" className={CELL}>
                {t('list.masked')}
              </th>
              <th scope="col" className={NUMBER}>
                {t('list.total')}
              </th>
            </tr>
          </thead>
          <tbody>
            {preview.rows.map((row) => (
              <tr key={row.household} className="border-t">
                <td className={NUMBER}>{row.rank}</td>
                <td className={CELL}>
                  {row.head} <span className="text-muted">{row.household}</span>
                </td>
                <td className={CELL}>{row.name}</td>
                <td className={NUMBER}>{grouped(row.total)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : null}
    </>
  );
}
