import { useDeferredValue } from 'react';
import { useTranslation } from 'react-i18next';
import type { OfficeObjection, PublicityListResponse } from '../../../../protocol/publicity.ts';
import { shortDay } from '../../../ui/dates.ts';
import { postJson } from '../officeApi.ts';
import { InputField } from '../parts/InputField.tsx';
import { signed } from '../parts/moments.ts';
import { useRemote } from '../useRemote.ts';

/** An entry that is taken back. */
export interface Taken {
  readonly household: string;
  readonly entry: string;
}

interface Props {
  readonly village: string;
  readonly objection: OfficeObjection;
  /** What is looked for. */
  readonly q: string;
  readonly onLook: (q: string) => void;
  readonly taken: readonly Taken[];
  readonly onChange: (taken: readonly Taken[]) => void;
}

/** Households shown for what was typed. */
const SHOWN_MAX = 3;

/** Finds a household in the list that is objected to, and ticks the entries that were wrong. */
export function EffectChoice({ village, objection, q, onLook, taken, onChange }: Props) {
  const { t } = useTranslation('publicity');
  const asked = useDeferredValue(q.trim());
  const { data } = useRemote(`${objection.id} ${asked}`, async () =>
    asked === ''
      ? undefined
      : postJson<PublicityListResponse>('/api/office/publicity/list', {
          ...{ village, month: objection.month, q: asked, cursor: null },
        }),
  );
  const has = (id: string) => taken.some(({ entry }) => entry === id);
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="text-xs font-semibold text-muted">{t('objection.effect')}</legend>
      <p className="text-sm text-muted">{t('objection.effectHint')}</p>
      <InputField
        block
        type="search"
        label={t('objection.find')}
        value={q}
        maxLength={40}
        onChange={(event) => onLook(event.target.value)}
      />
      {data?.rows.slice(0, SHOWN_MAX).map((row) => (
        <div key={row.row}>
          <p className="font-semibold">
            {row.head} <span className="text-muted">{row.household}</span>
          </p>
          {row.entries
            .filter(({ reversal }) => !reversal)
            .map(({ id, file, date, title, points }) => (
              <label key={id} className="flex min-h-10 items-center gap-2">
                <input
                  type="checkbox"
                  checked={has(id)}
                  onChange={() =>
                    onChange(
                      has(id) ? taken.filter(({ entry }) => entry !== id) : [...taken, { household: file, entry: id }],
                    )
                  }
                  className="size-5 accent-danger"
                />
                {t('objection.take', { day: shortDay(date), title, points: signed(points) })}
              </label>
            ))}
        </div>
      ))}
    </fieldset>
  );
}
