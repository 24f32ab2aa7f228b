import { type FormEvent, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ScanTarget } from './scanTarget.ts';

interface Props {
  readonly target: ScanTarget;
  readonly onSubmit: (text: string) => void;
  readonly onEmpty: () => void;
}

/** The way without a camera: always on screen, for every kind of code. */
export function TypedCodeForm({ target, onSubmit, onEmpty }: Props) {
  const { t } = useTranslation('scan');
  const id = useId();
  const [text, setText] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const typed = text.trim();
    if (typed === '') onEmpty();
    else onSubmit(typed);
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-1">
      <label htmlFor={id} className="font-medium">
        {t(`target.${target}.typed`)}
      </label>
      <div className="flex gap-2">
        <input
          id={id}
          value={text}
          onChange={(event) => setText(event.target.value)}
          placeholder={t(`target.${target}.example`)}
          inputMode={target === 'goods' ? 'numeric' : 'text'}
          autoCapitalize="characters"
          autoComplete="off"
          spellCheck={false}
          className="min-h-12 min-w-0 flex-1 rounded-xl border border-line bg-surface px-4 text-ink"
        />
        <button type="submit" className="min-h-12 rounded-xl bg-primary px-6 font-semibold text-on-primary">
          {t('confirm')}
        </button>
      </div>
    </form>
  );
}
