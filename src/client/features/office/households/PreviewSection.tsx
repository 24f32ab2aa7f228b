import { ChevronRight } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { grouped } from '../parts/moments.ts';
import { SmallButton } from '../parts/SmallButton.tsx';

/** Lines shown at once; a roll may have thousands. */
const AT_ONCE = 100;

interface Props<T> {
  readonly title: string;
  readonly items: readonly T[];
  readonly keyOf: (item: T) => string;
  readonly open?: boolean;
  /** Above the lines, for all of them. */
  readonly head?: ReactNode;
  readonly children: (item: T) => ReactNode;
}

/** One list of a preview, which opens; nothing at all when it is empty. */
export function PreviewSection<T>({ title, items, keyOf, open = false, head, children }: Props<T>) {
  const { t } = useTranslation('households');
  const [shown, setShown] = useState(AT_ONCE);
  const [opened, setOpened] = useState(open);
  if (items.length === 0) return null;
  return (
    <details
      open={opened}
      onToggle={(event) => setOpened(event.currentTarget.open)}
      className="group rounded-2xl border bg-surface"
    >
      <summary className="flex min-h-12 cursor-pointer list-none items-center gap-2 px-4 font-bold">
        <ChevronRight aria-hidden="true" className="size-5 shrink-0 group-open:rotate-90" />
        {title}
      </summary>
      {opened ? (
        <>
          {head}
          <ul className="divide-y divide-line border-t">
            {items.slice(0, shown).map((item) => (
              <li key={keyOf(item)}>{children(item)}</li>
            ))}
          </ul>
          {items.length > shown ? (
            <div className="border-t p-3 text-center">
              <SmallButton className="min-h-11" onClick={() => setShown(shown + AT_ONCE)}>
                {t('import.more', { n: grouped(items.length - shown) })}
              </SmallButton>
            </div>
          ) : null}
        </>
      ) : null}
    </details>
  );
}
