/** The two kinds of figures, drawn as SVG. Lines differ by dash and mark, bars by pattern, so that they read on black-and-white paper. */
import { Bar, BarChart, CartesianGrid, LabelList, Legend, Line, LineChart, XAxis, YAxis } from 'recharts';

const WIDTH = 760;
const HEIGHT = 280;
const MARGIN = { top: 16, right: 24, bottom: 8, left: 0 };
const TICK = { fontSize: 12, fill: 'currentColor' };
/** Looks of lines in their order. */
const DASHES = [undefined, '7 4', '2 4', '10 3 2 3', '1 3', '14 5'] as const;
/** More lines than these nobody can tell apart; the table has them all. */
export const LINES_MAX = DASHES.length;

export interface Series {
  readonly name: string;
  readonly values: readonly number[];
}

interface Props {
  readonly title: string;
  readonly names: readonly string[];
  readonly series: readonly Series[];
  readonly format: (value: number) => string;
}

function rowsOf({ names, series }: Pick<Props, 'names' | 'series'>) {
  return names.map((name, i) => ({ name, ...Object.fromEntries(series.map((s, n) => [`s${n}`, s.values[i] ?? 0])) }));
}

const FITTED = { width: '100%', maxWidth: WIDTH, height: 'auto' } as const;

/** Values over months. The table under it is the real content: for a screen reader the picture is only its title. */
export function LineFigure({ title, names, series, format }: Props) {
  const shown = series.slice(0, LINES_MAX);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: whoever has no pointer scrolls it by keys
    <div role="img" tabIndex={0} aria-label={title} className="overflow-x-auto text-ink">
      <LineChart
        width={WIDTH}
        height={HEIGHT}
        margin={MARGIN}
        data={rowsOf({ names, series: shown })}
        accessibilityLayer={false}
        style={FITTED}
      >
        <CartesianGrid stroke="currentColor" strokeOpacity={0.15} vertical={false} />
        <XAxis dataKey="name" tick={TICK} stroke="currentColor" />
        <YAxis tick={TICK} stroke="currentColor" tickFormatter={format} width={52} />
        <Legend itemSorter={null} wrapperStyle={{ fontSize: 13, color: 'inherit' }} />
        {shown.map(({ name }, i) => (
          <Line
            key={name}
            name={name}
            dataKey={`s${i}`}
            type="linear"
            stroke="currentColor"
            strokeOpacity={i === 0 ? 1 : 0.75}
            strokeWidth={i === 0 ? 3 : 2}
            {...(DASHES[i] === undefined ? {} : { strokeDasharray: DASHES[i] })}
            legendType="plainline"
            dot={{
              r: i === 0 ? 4 : 3,
              strokeDasharray: '',
              fill: i === 0 ? 'currentColor' : 'var(--color-surface, #fff)',
            }}
            isAnimationActive={false}
          />
        ))}
      </LineChart>
    </div>
  );
}

/** Values side by side, each with its number on top. */
export function BarFigure({ title, names, series, format }: Props) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: whoever has no pointer scrolls it by keys
    <div role="img" tabIndex={0} aria-label={title} className="overflow-x-auto text-ink">
      <BarChart
        width={WIDTH}
        height={HEIGHT}
        margin={MARGIN}
        data={rowsOf({ names, series })}
        accessibilityLayer={false}
        style={FITTED}
      >
        <defs>
          <pattern id="bar-hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
            <rect width="6" height="6" fill="transparent" />
            <line x1="0" y1="0" x2="0" y2="6" stroke="currentColor" strokeWidth="3" />
          </pattern>
        </defs>
        <CartesianGrid stroke="currentColor" strokeOpacity={0.15} vertical={false} />
        <XAxis dataKey="name" tick={TICK} stroke="currentColor" />
        <YAxis tick={TICK} stroke="currentColor" tickFormatter={format} width={64} />
        <Legend itemSorter={null} wrapperStyle={{ fontSize: 13, color: 'inherit' }} />
        {series.map(({ name }, i) => (
          <Bar
            key={name}
            name={name}
            dataKey={`s${i}`}
            fill={i === 0 ? 'currentColor' : 'url(#bar-hatch)'}
            fillOpacity={i === 0 ? 0.55 : 1}
            stroke="currentColor"
            isAnimationActive={false}
          >
            <LabelList
              dataKey={`s${i}`}
              position="top"
              formatter={(value) => (typeof value === 'number' ? format(value) : '')}
              style={{ fontSize: 11, fill: 'currentColor' }}
            />
          </Bar>
        ))}
      </BarChart>
    </div>
  );
}
