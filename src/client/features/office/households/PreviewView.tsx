import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Job, jobFilePath } from '../../../../protocol/officeJobs.ts';
import type { RollPreview, RollPreviewed } from '../../../../protocol/officeRoll.ts';
import { LoadingRows } from '../../../ui/Loading.tsx';
import { Notice } from '../../../ui/Notice.tsx';
import { startJob } from '../jobs/jobsState.ts';
import { codeOf, getJson } from '../officeApi.ts';
import { noteFailure } from '../officeSession.ts';
import { FailurePanel } from '../parts/FailurePanel.tsx';
import { grouped } from '../parts/moments.ts';
import { SmallButton } from '../parts/SmallButton.tsx';
import { useProblemText } from '../parts/useProblemText.ts';
import { useRemote } from '../useRemote.ts';
import { DuplicateChoices } from './DuplicateChoices.tsx';
import { PreviewLists } from './PreviewLists.tsx';

export interface Skipping {
  readonly isSkipped: (household: string) => boolean;
  readonly toggle: (household: string) => void;
  readonly all: (households: readonly string[], skip: boolean) => void;
}

/** What a roll would change: figures, then each list; what is not wanted is unticked. */
export function PreviewView({ job }: { readonly job: Job & { readonly result: RollPreviewed } }) {
  const { t } = useTranslation('households');
  const problemText = useProblemText();
  const { data, problem, reload } = useRemote(job.id, () => getJson<RollPreview>(jobFilePath(job.id)));
  const [skipped, setSkipped] = useState<ReadonlySet<string>>(new Set());
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string>();
  if (data === undefined) {
    return problem === undefined ? (
      <LoadingRows rows={5} label={t('loading')} />
    ) : (
      <FailurePanel problem={problem} retry={reload} />
    );
  }
  const { added: _added, changed: _changed, ...choice } = job.result;
  const lines = [...data.added, ...data.changed];
  const wanted = lines.filter(({ household }) => !skipped.has(household));
  const added = data.added.filter(({ household }) => !skipped.has(household)).length;

  const begin = async (work: () => Promise<unknown>) => {
    setBusy(true);
    try {
      await work();
      setFailure(undefined);
    } catch (error) {
      noteFailure(codeOf(error));
      setFailure(codeOf(error));
    } finally {
      setBusy(false);
    }
  };
  const take = () =>
    begin(() =>
      startJob('roll.import', {
        ...choice,
        skip: lines
          .filter(({ household }) => skipped.has(household))
          .flatMap(({ sources }) => sources.slice(0, 1).map(({ sheet, row }) => ({ sheet, row }))),
      }),
    );
  const decide = (group: number, decision: 'merge' | 'keep_both') =>
    begin(() =>
      startJob('roll.preview', {
        ...choice,
        decisions: [...choice.decisions.filter((one) => one.group !== group), { group, decision }],
      }),
    );
  const skipping: Skipping = {
    isSkipped: (household) => skipped.has(household),
    toggle: (household) => {
      const next = new Set(skipped);
      if (!next.delete(household)) next.add(household);
      setSkipped(next);
    },
    all: (households, skip) => {
      const next = new Set(skipped);
      for (const one of households) {
        if (skip) next.add(one);
        else next.delete(one);
      }
      setSkipped(next);
    },
  };

  return (
    <div className="flex flex-col gap-4">
      <Notice
        tone={lines.length === 0 ? 'good' : 'plain'}
        title={t('import.would', { file: data.fileName, village: data.village.name })}
      >
        <p>
          {t('import.figures', {
            added: grouped(data.added.length),
            changed: grouped(data.changed.length),
            unchanged: grouped(data.unchanged),
            problems: grouped(data.problems.length),
          })}
        </p>
        {data.grids === null ? null : (
          <p>
            {t('import.grids', {
              grids: data.grids
                .map(({ name, naturalVillages }) => `${name}（${naturalVillages.join('、')}）`)
                .join('、'),
            })}
          </p>
        )}
        {data.dropped.length === 0 ? null : (
          <p>
            {t('import.dropped', { columns: data.dropped.map(({ sheet, column }) => `${sheet}·${column}`).join('、') })}
          </p>
        )}
      </Notice>
      {failure === undefined ? null : (
        <Notice tone="danger" alert>
          {problemText(failure)}
        </Notice>
      )}
      {lines.length === 0 ? null : (
        <div className="sticky -top-5 z-10 max-sm:-top-3 flex flex-wrap items-center gap-3 rounded-xl border bg-surface px-4 py-2 shadow-lift">
          <span role="status" className="flex-1 font-semibold">
            {t('import.chosen', { added: grouped(added), changed: grouped(wanted.length - added) })}
          </span>
          <SmallButton
            look="primary"
            className="min-h-11"
            busy={busy}
            disabled={wanted.length === 0}
            onClick={() => void take()}
          >
            {t('import.act', { count: wanted.length, n: grouped(wanted.length) })}
          </SmallButton>
        </div>
      )}
      <DuplicateChoices
        duplicates={data.duplicates}
        busy={busy}
        onDecide={(group, decision) => void decide(group, decision)}
      />
      <PreviewLists preview={data} skipping={skipping} />
    </div>
  );
}
