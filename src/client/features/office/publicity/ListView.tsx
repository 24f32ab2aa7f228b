import { ArrowLeft, ExternalLink, FileSpreadsheet, Newspaper, Printer, SearchX } from 'lucide-react';
import { useDeferredValue, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PublicityListResponse, PublicityMonth } from '../../../../protocol/publicity.ts';
import { currentLanguage } from '../../../i18n/i18n.ts';
import { longMonth } from '../../../ui/dates.ts';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { LoadingRows } from '../../../ui/Loading.tsx';
import { showToast } from '../../../ui/toastStore.ts';
import { codeOf, postFile, postJson } from '../officeApi.ts';
import { FailurePanel } from '../parts/FailurePanel.tsx';
import { InputField } from '../parts/InputField.tsx';
import { MoreRows } from '../parts/MoreRows.tsx';
import { SmallButton } from '../parts/SmallButton.tsx';
import { useProblemText } from '../parts/useProblemText.ts';
import { usePages } from '../usePages.ts';
import { inGroups } from './inGroups.ts';
import { ListTable } from './ListTable.tsx';
import { PublicityPaper } from './PublicityPaper.tsx';

interface Props {
  readonly village: { readonly code: string; readonly name: string };
  readonly month: string;
  readonly list: NonNullable<PublicityMonth['list']>;
  readonly publicUrl: string | null;
  readonly onBack: () => void;
}

/** One page of rows as `usePages` takes it. */
const asPage = ({ cursor, ...answer }: PublicityListResponse) => ({
  ...answer,
  cursor: cursor === null ? null : String(cursor),
});

/** A published list: search, detail, print, Excel, and how to prove that it was not changed. */
export function ListView({ village, month, list, publicUrl, onBack }: Props) {
  const { t } = useTranslation('publicity');
  const problemText = useProblemText();
  const name = longMonth(month);
  const [q, setQ] = useState('');
  const [paper, setPaper] = useState<'a3' | 'a4'>();
  const [details, setDetails] = useState(false);
  const [fetching, setFetching] = useState(false);
  const asked = useDeferredValue(q.trim());
  const pages = usePages(`${village.code} ${month} ${asked}`, async (cursor) =>
    asPage(
      await postJson<PublicityListResponse>('/api/office/publicity/list', {
        ...{ village: village.code, month, q: asked },
        cursor: cursor === null ? null : Number(cursor),
      }),
    ),
  );
  const { first, rows } = pages;
  const address = `${publicUrl ?? location.origin}/gongshi/${village.code}/${month}`;

  const download = async () => {
    setFetching(true);
    try {
      const language = currentLanguage() === 'en' ? 'en' : 'zh';
      const body = { village: village.code, month, language };
      await postFile('/api/office/publicity/list.xlsx', body, `${village.code}-${month}.xlsx`);
    } catch (error) {
      showToast(problemText(codeOf(error)), 'danger');
    } finally {
      setFetching(false);
    }
  };
  return (
    <>
      <div className="flex flex-wrap items-end gap-3">
        <SmallButton icon={ArrowLeft} onClick={onBack}>
          {t('list.back')}
        </SmallButton>
        <h2 className="text-lg font-bold">
          {village.name} {name}
        </h2>
        <div className="ml-auto flex flex-wrap items-center gap-2">
          <label className="flex min-h-10 items-center gap-2">
            <input
              type="checkbox"
              checked={details}
              onChange={(event) => setDetails(event.target.checked)}
              className="size-5 accent-primary"
            />
            {t('list.details')}
          </label>
          <SmallButton icon={Printer} busy={paper === 'a3'} onClick={() => setPaper('a3')}>
            {t('list.printA3')}
          </SmallButton>
          <SmallButton icon={Printer} busy={paper === 'a4'} onClick={() => setPaper('a4')}>
            {t('list.printA4')}
          </SmallButton>
          <SmallButton icon={FileSpreadsheet} busy={fetching} onClick={() => void download()}>
            {t('list.excel')}
          </SmallButton>
          <a
            href={`/gongshi/${village.code}/${month}`}
            target="_blank"
            rel="noreferrer"
            className="inline-flex min-h-10 items-center gap-2 rounded-lg border border-line-strong px-3 font-semibold"
          >
            <ExternalLink aria-hidden="true" className="size-4.5" />
            {t('list.page')}
          </a>
        </div>
      </div>
      <InputField
        block
        type="search"
        label={t('list.search')}
        value={q}
        maxLength={40}
        onChange={(event) => setQ(event.target.value)}
      />
      {first.data === undefined ? (
        first.problem === undefined ? (
          <LoadingRows rows={6} label={t('loading')} />
        ) : (
          <FailurePanel problem={first.problem} retry={first.reload} />
        )
      ) : rows.length === 0 ? (
        <EmptyState icon={asked === '' ? Newspaper : SearchX} title={t(asked === '' ? 'list.empty' : 'list.none')}>
          {asked === '' ? undefined : t('list.noneHint')}
        </EmptyState>
      ) : (
        <div aria-busy={first.loading}>
          <ListTable categories={first.data.categories} rows={rows} />
          <MoreRows pages={pages} />
        </div>
      )}
      <section className="rounded-xl border bg-surface p-4 text-sm">
        <p className="font-bold">{t('list.hash')}</p>
        <p className="font-mono break-all">{inGroups(list.hash)}</p>
        <p className="mt-2 font-bold">{t('list.root', { seq: list.seq })}</p>
        <p className="font-mono break-all">{inGroups(list.root)}</p>
        <p className="mt-2 text-muted">{t('list.proof')}</p>
      </section>
      {paper ? (
        <PublicityPaper
          size={paper}
          details={details}
          village={village.code}
          month={month}
          list={list}
          address={address}
          onDone={(problem) => {
            setPaper(undefined);
            if (problem !== undefined) showToast(problemText(problem), 'danger');
          }}
        />
      ) : null}
    </>
  );
}
