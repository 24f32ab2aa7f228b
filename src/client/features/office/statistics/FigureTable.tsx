import { cx } from '../../../ui/cx.ts';

export interface FigureColumn {
  readonly name: string;
  /** A figure, on the right. */
  readonly figure?: boolean;
  /** In one line, however narrow the window: the table scrolls sideways. The first column stays in sight meanwhile. */
  readonly whole?: boolean;
}

interface Props {
  readonly title: string;
  readonly columns: readonly FigureColumn[];
  readonly rows: readonly { readonly key: string; readonly cells: readonly (string | number)[] }[];
  /** Of the row of sums, if there is one. */
  readonly total?: readonly (string | number)[];
}

const look = ({ figure = false, whole = false }: Partial<FigureColumn> = {}, first = false) =>
  cx(
    'px-3 py-2 print:px-1 print:py-0.5',
    figure ? 'text-right tabular-nums' : 'text-left',
    whole && first && 'max-wide:sticky max-wide:left-0 max-wide:bg-surface',
  );

/** A table of figures; with a keyboard it scrolls sideways as a region of its own. */
export function FigureTable({ title, columns, rows, total }: Props) {
  return (
    <section
      aria-label={title}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by the keyboard
      tabIndex={0}
      className="overflow-x-auto rounded-xl border bg-surface print:rounded-none max-wide:scroll-more-x"
    >
      <table className="w-full border-collapse text-sm print:text-xs">
        <caption className="px-3 pt-3 pb-1 text-left font-bold">{title}</caption>
        {rows.length === 0 ? null : (
          <thead>
            <tr className="text-muted">
              {columns.map((column, i) => (
                <th
                  key={column.name}
                  scope="col"
                  // Long heads break between words where there is room for the figures, and nowhere else.
                  className={cx(
                    look(column, i === 0),
                    'whitespace-nowrap font-semibold wide:whitespace-normal wide:break-keep',
                  )}
                >
                  {column.name}
                </th>
              ))}
            </tr>
          </thead>
        )}
        <tbody>
          {rows.map(({ key, cells }) => (
            <tr key={key} className="break-inside-avoid border-t">
              {cells.map((cell, i) => (
                <td
                  key={columns[i]?.name ?? i}
                  className={cx(look(columns[i], i === 0), columns[i]?.whole && 'whitespace-nowrap')}
                >
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
        {total ? (
          <tfoot>
            <tr className="border-t-2 font-bold">
              {total.map((cell, i) => (
                <td key={columns[i]?.name ?? i} className={look(columns[i], i === 0)}>
                  {cell}
                </td>
              ))}
            </tr>
          </tfoot>
        ) : null}
      </table>
    </section>
  );
}
