import type { ReactNode } from 'react';
import { PreviewSection } from './PreviewSection.tsx';
import type { Skipping } from './PreviewView.tsx';

interface Line {
  readonly household: string;
  readonly head: string;
  readonly sources: readonly { readonly sheet: string; readonly row: number }[];
}

export interface PreviewWords {
  readonly at: (source: Line['sources'][number]) => string;
  readonly tick: (head: string) => string;
  readonly all: string;
}

interface Props<T extends Line> {
  readonly title: string;
  readonly items: readonly T[];
  readonly skipping: Skipping;
  readonly words: PreviewWords;
  readonly open?: boolean;
  readonly children: (item: T) => ReactNode;
}

/** A list of households that the roll adds or changes, each with a box: without its tick it is left out. */
export function PreviewLine<T extends Line>({ title, items, skipping, words, open = false, children }: Props<T>) {
  const households = items.map(({ household }) => household);
  return (
    <PreviewSection
      title={title}
      items={items}
      open={open}
      keyOf={({ household }) => household}
      head={
        <label className="flex min-h-11 items-center gap-3 border-t bg-sunken px-4">
          <input
            type="checkbox"
            checked={households.every((one) => !skipping.isSkipped(one))}
            onChange={(event) => skipping.all(households, !event.target.checked)}
            className="size-5 accent-primary"
          />
          {words.all}
        </label>
      }
    >
      {(item) => (
        <div className="flex items-start gap-3 px-4 py-2">
          <input
            type="checkbox"
            aria-label={words.tick(`${item.household} ${item.head}`)}
            checked={!skipping.isSkipped(item.household)}
            onChange={() => skipping.toggle(item.household)}
            className="mt-1 size-5 shrink-0 accent-primary"
          />
          <div className="min-w-0 flex-1">
            <p>
              <strong className="mr-2">{item.head}</strong>
              <span className="text-muted">{`${item.household} · ${item.sources.map(words.at).join('、')}`}</span>
            </p>
            {children(item)}
          </div>
        </div>
      )}
    </PreviewSection>
  );
}
