import { Download, FilePen, FileSpreadsheet } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { csvOf, exportRules } from '../../../../domain/ruleExport.ts';
import type { RuleVersionResponse } from '../../../../protocol/officeRules.ts';
import { currentLanguage } from '../../../i18n/i18n.ts';
import { Chip } from '../../../ui/Chip.tsx';
import { longDay } from '../../../ui/dates.ts';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { LoadingRows } from '../../../ui/Loading.tsx';
import { showToast } from '../../../ui/toastStore.ts';
import { codeOf, postFile } from '../officeApi.ts';
import { FailurePanel } from '../parts/FailurePanel.tsx';
import { SmallButton } from '../parts/SmallButton.tsx';
import { useProblemText } from '../parts/useProblemText.ts';
import { DiffersFromTown } from './DiffersFromTown.tsx';
import { currentVersion, newestOf, type PlaceProps, standings } from './placeProps.ts';
import { RuleTable } from './RuleTable.tsx';
import { startDraft } from './ruleDraft.ts';
import { saveText } from './saveText.ts';
import { useVersion } from './useVersion.ts';

const TONE = { now: 'good', coming: 'waiting', past: 'plain' } as const;

/** The versions of a place, and one of them with all its items. */
export function VersionsTab(props: PlaceProps & { readonly onDraft: () => void }) {
  const { book, village, place, drafting, publishes, onDraft } = props;
  const { t } = useTranslation('rules');
  const current = currentVersion(place.versions, book.today);
  const [chosen, setChosen] = useState(current?.version ?? 0);
  const standing = standings(place.versions, book.today);
  const { data, problem, reload } = useVersion(village, chosen);
  const begin = (from: { version: number; rules: RuleVersionResponse['rules'] }) => {
    drafting.keep(startDraft(village, from, newestOf(place.versions), book.today));
    onDraft();
  };
  return (
    <>
      {place.versions.length === 0 ? (
        <EmptyState icon={FilePen} title={t('versions.none')}>
          {publishes ? t('versions.noneHelp') : null}
        </EmptyState>
      ) : (
        <div role="radiogroup" aria-label={t('versions.title')} className="flex flex-wrap gap-2">
          {[...place.versions].reverse().map((one) => (
            <label
              key={one.version}
              className="flex min-h-11 cursor-pointer flex-wrap items-center gap-x-2 rounded-lg border bg-surface px-3 has-checked:border-primary has-checked:bg-primary-soft"
            >
              <input
                type="radio"
                name="version"
                checked={chosen === one.version}
                onChange={() => setChosen(one.version)}
                className="size-5 accent-primary"
              />
              <span className="font-semibold">{t('versions.number', { version: one.version })}</span>
              <span>{t('versions.from', { day: longDay(one.effectiveFrom) })}</span>
              <Chip tone={TONE[standing.get(one.version) ?? 'past']}>
                {t(`versions.${standing.get(one.version) ?? 'past'}`)}
              </Chip>
            </label>
          ))}
        </div>
      )}
      {publishes ? (
        <Begin
          unfinished={drafting.draft !== undefined}
          go={onDraft}
          begin={() => begin(data ?? { version: 0, rules: [] })}
          label={t(chosen === 0 ? 'versions.beginEmpty' : 'versions.begin', { version: chosen })}
          disabled={chosen !== 0 && data?.version !== chosen}
        />
      ) : null}
      {data ? (
        <OneVersion version={data} name={place.name} />
      ) : problem !== undefined ? (
        <FailurePanel problem={problem} retry={reload} />
      ) : chosen === 0 ? null : (
        <LoadingRows rows={5} tall label={t('loading')} />
      )}
    </>
  );
}

interface BeginProps {
  readonly unfinished: boolean;
  readonly label: string;
  readonly disabled: boolean;
  readonly go: () => void;
  readonly begin: () => void;
}

/** A draft that is there is gone on with; it is thrown away where it is, not here by the way. */
function Begin({ unfinished, label, disabled, go, begin }: BeginProps) {
  const { t } = useTranslation('rules');
  return (
    <p className="flex flex-wrap items-center gap-3">
      {unfinished ? (
        <>
          <SmallButton look="primary" icon={FilePen} onClick={go}>
            {t('versions.goOn')}
          </SmallButton>
          <span className="text-muted">{t('versions.unfinished')}</span>
        </>
      ) : (
        <SmallButton look="primary" icon={FilePen} disabled={disabled} onClick={begin}>
          {label}
        </SmallButton>
      )}
    </p>
  );
}

function OneVersion({ version, name }: { readonly version: RuleVersionResponse; readonly name: string }) {
  const { t } = useTranslation('rules');
  const problemText = useProblemText();
  const { village, framework, rules, effectiveFrom } = version;
  const place = village === null ? null : { code: village, name };
  const file = t('versions.file', { name, version: version.version });
  const asExcel = () => {
    const language = currentLanguage() === 'en' ? 'en' : 'zh';
    const asked = { village, version: version.version, language };
    postFile('/api/office/rules/version.xlsx', asked, `${file}.xlsx`).catch((error: unknown) =>
      showToast(problemText(codeOf(error)), 'danger'),
    );
  };
  return (
    <>
      <div className="flex flex-wrap items-center gap-2">
        <p className="mr-auto">
          {t('versions.about', { items: rules.length, off: rules.filter((rule) => !rule.enabled).length })}{' '}
          {t('versions.from', { day: longDay(effectiveFrom) })}
        </p>
        <SmallButton
          icon={Download}
          onClick={() => saveText(csvOf(exportRules(rules, place, framework)), `${file}.csv`)}
        >
          {t('versions.csv')}
        </SmallButton>
        <SmallButton icon={FileSpreadsheet} onClick={asExcel}>
          {t('versions.excel')}
        </SmallButton>
      </div>
      <RuleTable
        rules={rules}
        more={(rule) => (place ? <DiffersFromTown rule={rule} framework={framework} /> : null)}
      />
    </>
  );
}
