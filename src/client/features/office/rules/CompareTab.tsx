import { GitCompareArrows } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Rule } from '../../../../domain/rule.ts';
import { compareRules } from '../../../../domain/ruleDiff.ts';
import { shortDay } from '../../../ui/dates.ts';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { LoadingRows } from '../../../ui/Loading.tsx';
import { FailurePanel } from '../parts/FailurePanel.tsx';
import { SelectField } from '../parts/SelectField.tsx';
import { Differences } from './Differences.tsx';
import { currentVersion, type PlaceProps, standings } from './placeProps.ts';
import { useVersion } from './useVersion.ts';

/** Any two versions of a place, or a version and the draft, side by side. */
export function CompareTab({ book, village, place, drafting }: PlaceProps) {
  const { t } = useTranslation('rules');
  const { draft } = drafting;
  const current = currentVersion(place.versions, book.today)?.version ?? 0;
  const numbers = place.versions.map(({ version }) => version);
  const [before, setBefore] = useState(String(draft ? current : (numbers.at(-2) ?? current)));
  const [after, setAfter] = useState(draft ? 'draft' : String(numbers.at(-1) ?? 0));
  const standing = standings(place.versions, book.today);
  const left = useVersion(village, Number(before) || 0);
  const right = useVersion(village, Number(after) || 0);
  const sideOf = (value: string, remote: typeof left): readonly Rule[] | undefined => {
    if (value === 'draft') return draft?.rules ?? [];
    return remote.data?.version === Number(value) ? remote.data.rules : undefined;
  };
  const [a, b] = [sideOf(before, left), sideOf(after, right)];
  const options = [
    ...(draft ? [{ value: 'draft', label: t('compare.draft') }] : []),
    ...[...place.versions].reverse().map(({ version, effectiveFrom }) => ({
      value: String(version),
      label: t('compare.option', {
        version,
        day: shortDay(effectiveFrom),
        standing: t(`versions.${standing.get(version) ?? 'past'}`),
      }),
    })),
  ];
  const nameOf = (value: string) =>
    value === 'draft' ? t('compare.draft') : t('versions.number', { version: Number(value) });
  const failed = left.problem ?? right.problem;
  if (options.length < 2)
    return (
      <EmptyState icon={GitCompareArrows} title={t('compare.alone')}>
        {t('compare.aloneHelp')}
      </EmptyState>
    );
  const changes = a && b ? compareRules(a, b) : undefined;
  const count = (type: 'added' | 'removed' | 'changed') => (changes ?? []).filter((one) => one.type === type).length;
  return (
    <>
      <div className="flex flex-wrap gap-3">
        <SelectField wide label={t('compare.before')} value={before} options={options} onChange={setBefore} />
        <SelectField wide label={t('compare.after')} value={after} options={options} onChange={setAfter} />
      </div>
      {changes ? (
        <>
          <p role="status" className="font-semibold">
            {changes.length === 0
              ? t('compare.same')
              : t('compare.sum', { added: count('added'), removed: count('removed'), changed: count('changed') })}
          </p>
          <Differences changes={changes} before={nameOf(before)} after={nameOf(after)} />
        </>
      ) : failed !== undefined ? (
        <FailurePanel
          problem={failed}
          retry={() => {
            left.reload();
            right.reload();
          }}
        />
      ) : (
        <LoadingRows rows={4} tall label={t('loading')} />
      )}
    </>
  );
}
