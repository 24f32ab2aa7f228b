import { FilePen } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { overlayProblems } from '../../../../domain/overlay.ts';
import type { Rule } from '../../../../domain/rule.ts';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { LoadingRows } from '../../../ui/Loading.tsx';
import { Notice } from '../../../ui/Notice.tsx';
import { showToast } from '../../../ui/toastStore.ts';
import { FailurePanel } from '../parts/FailurePanel.tsx';
import { SmallButton } from '../parts/SmallButton.tsx';
import { DraftActs } from './DraftActs.tsx';
import { DraftItems } from './DraftItems.tsx';
import { ImportDialog } from './ImportDialog.tsx';
import { PublishDialog } from './PublishDialog.tsx';
import { newestOf, type PlaceProps } from './placeProps.ts';
import { RuleDialog } from './RuleDialog.tsx';
import { nextCode, prefixOf, type RuleDraft, startDraft, withRule } from './ruleDraft.ts';
import { EMPTY_FORM, formOf } from './ruleForm.ts';
import { useFramework, useVersion } from './useVersion.ts';

interface Props extends PlaceProps {
  readonly onTry: () => void;
  readonly onCompare: () => void;
  readonly onPublished: () => void;
}

/** The next version while it is written: items to change, add and switch off, then the way to publishing it. */
export function DraftTab(props: Props) {
  const { t } = useTranslation('rules');
  const { drafting, publishes, book, village, place } = props;
  const { draft, keep } = drafting;
  if (!publishes) return <Notice tone="plain">{t('draft.notYours')}</Notice>;
  if (draft) return <Draft {...props} draft={draft} />;
  return (
    <EmptyState icon={FilePen} title={t('draft.none')}>
      <p>{t('draft.noneHelp')}</p>
      {place.versions.length === 0 ? (
        <SmallButton look="primary" onClick={() => keep(startDraft(village, { version: 0, rules: [] }, 0, book.today))}>
          {t('versions.beginEmpty')}
        </SmallButton>
      ) : null}
    </EmptyState>
  );
}

function Draft({
  draft,
  drafting,
  book,
  village,
  place,
  onTry,
  onCompare,
  onPublished,
}: Props & { readonly draft: RuleDraft }) {
  const { t } = useTranslation('rules');
  const { keep, kept } = drafting;
  const [open, setOpen] = useState<'publish' | 'import'>();
  const base = useVersion(village, draft.base);
  const framework = useFramework(village, draft.effectiveFrom);
  const town = village === null ? [] : (framework.data?.rules ?? []);
  const loading = base.data === undefined || (village !== null && framework.data === undefined);
  const failed = base.problem ?? framework.problem;
  if (loading)
    return failed === undefined ? (
      <LoadingRows rows={5} tall label={t('loading')} />
    ) : (
      <FailurePanel
        problem={failed}
        retry={() => {
          base.reload();
          framework.reload();
        }}
      />
    );
  const problems = village === null ? [] : overlayProblems(town, draft.rules, book.bounds);
  const newest = newestOf(place.versions);
  const type = (of: string | null, rule?: Rule) =>
    keep({ ...draft, typing: { of, form: rule ? formOf(rule) : { ...EMPTY_FORM, ...fresh('') } } });
  const all = [...town, ...draft.rules];
  const codeFor = (category: string) => {
    const prefix = prefixOf(village, category, all);
    return prefix === ''
      ? ''
      : nextCode(
          all.map(({ code }) => code),
          prefix,
        );
  };
  const fresh = (category: string) => ({
    category: village === null ? category : t('form.ownCategory'),
    code: codeFor(village === null ? category : t('form.ownCategory')),
  });
  const { typing, ...settled } = draft;
  return (
    <>
      {kept ? null : (
        <Notice tone="danger" alert>
          {t('draft.notKept')}
        </Notice>
      )}
      {newest > draft.seen ? (
        <Notice tone="waiting" title={t('draft.stale', { version: newest })}>
          <p>{t('draft.staleHelp')}</p>
          <p className="mt-2 flex flex-wrap gap-2">
            <SmallButton onClick={onCompare}>{t('tabs.compare')}</SmallButton>
            <SmallButton onClick={() => keep({ ...draft, seen: newest })}>{t('draft.sawIt')}</SmallButton>
          </p>
        </Notice>
      ) : null}
      <DraftActs
        base={draft.base}
        problems={problems.length}
        onAdd={() => type(null)}
        onImport={() => setOpen('import')}
        onCompare={onCompare}
        onTry={onTry}
        onPublish={() => setOpen('publish')}
        onDiscard={() => keep(undefined)}
      />
      <DraftItems
        draft={draft}
        before={base.data?.rules ?? []}
        town={town}
        problems={problems}
        onEdit={(rule) => type(rule.code, rule)}
        onChange={keep}
      />
      {typing ? (
        <RuleDialog
          form={typing.form}
          of={typing.of}
          town={town.find(({ code }) => code === typing.of)}
          categories={[...new Set(all.map(({ category }) => category))]}
          taken={all.flatMap(({ code }) => (code === typing.of ? [] : [code]))}
          codeFor={codeFor}
          onType={(form) => keep({ ...draft, typing: { ...typing, form } })}
          onDone={(rule) => keep(withRule(settled, rule, typing.of))}
          onClose={() => keep(settled)}
        />
      ) : null}
      {open === 'import' ? (
        <ImportDialog
          draft={draft}
          name={place.name}
          today={book.today}
          onClose={() => setOpen(undefined)}
          onTaken={(taken) => {
            keep(taken);
            setOpen(undefined);
            showToast(t('import.taken'));
          }}
        />
      ) : null}
      {open === 'publish' ? (
        <PublishDialog
          draft={draft}
          before={base.data?.rules ?? []}
          problems={problems}
          name={place.name}
          today={book.today}
          onDay={(effectiveFrom) => keep({ ...draft, effectiveFrom })}
          onClose={() => setOpen(undefined)}
          onPublished={(unsent) => {
            setOpen(undefined);
            keep(undefined);
            showToast(t(unsent ? 'publish.keptHere' : 'publish.done'));
            onPublished();
          }}
        />
      ) : null}
    </>
  );
}
