import { useTranslation } from 'react-i18next';
import { cx } from '../../ui/cx.ts';

/** Rows on the screen; the paper has all. */
const SHOWN_MAX = 200;

interface Column {
  readonly name: string;
  /** A figure, on the right. */
  readonly figure?: boolean;
}

interface Props {
  readonly title: string;
  readonly columns: readonly Column[];
  readonly rows: readonly { readonly key: string; readonly cells: readonly (string | number)[] }[];
  readonly paper: boolean;
}

/** A table of the close; one without rows is left out. */
export function CloseTable({ title, columns, rows, paper }: Props) {
  const { t } = useTranslation('close');
  if (rows.length === 0) return null;
  const shown = paper ? rows : rows.slice(0, SHOWN_MAX);
  const look = (figure: boolean) => cx(!paper && 'px-3 py-2', figure && 'paper-number text-right tabular-nums');
  return (
    <section className={paper ? undefined : 'overflow-x-auto rounded-xl border bg-surface'}>
      <table className={paper ? undefined : 'w-full border-collapse'}>
        <caption className={paper ? undefined : 'px-3 pt-3 pb-1 text-left font-bold'}>{title}</caption>
        <thead>
          <tr className={paper ? undefined : 'text-left text-sm text-muted'}>
            {columns.map(({ name, figure = false }) => (
              <th key={name} scope="col" className={look(figure)}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {shown.map(({ key, cells }) => (
            <tr key={key} className={paper ? undefined : 'border-t'}>
              {cells.map((cell, i) => (
                <td key={columns[i]?.name ?? i} className={look(columns[i]?.figure ?? false)}>
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {shown.length < rows.length ? (
        <p className="border-t px-3 py-2 text-sm text-muted">{t('more', { count: rows.length - shown.length })}</p>
      ) : null}
    </section>
  );
}
