import { Check } from 'lucide-react';
import { useDeferredValue, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RegisterPage } from '../../../../protocol/officeRegister.ts';
import { cx } from '../../../ui/cx.ts';
import { TextField } from '../../../ui/Field.tsx';
import { postJson } from '../officeApi.ts';
import { useProblemText } from '../parts/useProblemText.ts';
import { useRemote } from '../useRemote.ts';
import { NO_FILTER } from './registerFilter.ts';

const SHOWN = 6;

interface Props {
  readonly label: string;
  /** The household that is not meant. */
  readonly except: string;
  /** Only households of this village. */
  readonly village?: string;
  /** What is looked for before anybody types. */
  readonly first?: string;
  readonly chosen: string | undefined;
  readonly onChoose: (code: string | undefined) => void;
}

/** Choosing another household by the words that people look for one. */
export function FindHousehold({ label, except, village, first = '', chosen, onChoose }: Props) {
  const { t } = useTranslation('households');
  const problemText = useProblemText();
  const [q, setQ] = useState(first);
  const asked = useDeferredValue(q.trim());
  const { data, problem } = useRemote(asked, async () =>
    asked === ''
      ? undefined
      : postJson<RegisterPage>('/api/office/households/search', {
          ...{ ...NO_FILTER, village: village ?? null, q: asked, cursor: null },
        }),
  );
  const rows =
    asked === ''
      ? []
      : (data?.rows ?? [])
          .filter(({ code }) => code !== except && (chosen === undefined || code === chosen))
          .slice(0, SHOWN);
  return (
    <div className="flex flex-col gap-2">
      <TextField
        label={label}
        type="search"
        placeholder={t('list.placeholder')}
        value={q}
        maxLength={40}
        onChange={(event) => {
          setQ(event.target.value);
          onChoose(undefined);
        }}
      />
      {problem === undefined ? null : (
        <p role="alert" className="text-danger">
          {problemText(problem)}
        </p>
      )}
      {asked !== '' && data !== undefined && rows.length === 0 ? (
        <p className="text-muted">{t('list.noneFound')}</p>
      ) : null}
      <ul className="flex flex-col gap-1">
        {rows.map((row) => (
          <li key={row.code}>
            <button
              type="button"
              aria-pressed={row.code === chosen}
              onClick={() => onChoose(row.code)}
              className={cx(
                'flex min-h-11 w-full items-center gap-3 rounded-lg border px-3 text-left',
                row.code === chosen ? 'border-primary bg-primary-soft font-semibold' : 'border-line hover:bg-sunken',
              )}
            >
              {row.code === chosen ? <Check aria-hidden="true" className="size-5 shrink-0 text-primary" /> : null}
              <span className="flex-1">{row.head}</span>
              <span className="text-muted">{`${row.code} ${row.doorPlate}`}</span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
