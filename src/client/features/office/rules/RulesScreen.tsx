import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import type { RulesBook } from '../../../../protocol/officeRules.ts';
import { LoadingRows } from '../../../ui/Loading.tsx';
import { Tabs } from '../../../ui/Tabs.tsx';
import { getJson } from '../officeApi.ts';
import { FailurePanel, StaleBar } from '../parts/FailurePanel.tsx';
import { ScreenHeader } from '../parts/ScreenHeader.tsx';
import { SelectField } from '../parts/SelectField.tsx';
import { useMe } from '../useMe.ts';
import { useRemote } from '../useRemote.ts';
import { CompareTab } from './CompareTab.tsx';
import { DraftTab } from './DraftTab.tsx';
import { OutsideNotice } from './OutsideNotice.tsx';
import type { PlaceProps } from './placeProps.ts';
import { PoliciesTab } from './policies/PoliciesTab.tsx';
import { TrialTab } from './TrialTab.tsx';
import { useRuleDraft } from './useRuleDraft.ts';
import { VersionsTab } from './VersionsTab.tsx';

const TABS = ['versions', 'draft', 'compare', 'trial', 'policies'] as const;
type Tab = (typeof TABS)[number];

/** Rules of the town and its villages as dated versions, a draft of the next one, and the policies beside them. */
export function RulesScreen() {
  const { t } = useTranslation('rules');
  const me = useMe();
  // In the address, so that a reload stays where somebody was writing.
  const [asked, ask] = useSearchParams();
  const tab = TABS.find((one) => one === asked.get('view')) ?? 'versions';
  const place = asked.get('place') ?? me.user.village ?? '';
  const setTab = (view: Tab) => ask({ view, place }, { replace: true });
  const setPlace = (one: string) => ask({ view: tab, place: one }, { replace: true });
  const { data, problem, reload } = useRemote('rules', () => getJson<RulesBook>('/api/office/rules'));
  return (
    <>
      <ScreenHeader title={t('title')}>
        {data && data.places.length > 1 ? (
          <SelectField
            wide
            label={t('place')}
            value={place}
            options={data.places.map(({ village, name }) => ({
              value: village ?? '',
              label: village === null ? t('ofTown', { name }) : name,
            }))}
            onChange={setPlace}
          />
        ) : null}
      </ScreenHeader>
      <Tabs
        label={t('title')}
        value={tab}
        onChange={setTab}
        tabs={TABS.map((value) => ({ value, label: t(`tabs.${value}`) }))}
      />
      {data && problem !== undefined ? <StaleBar problem={problem} retry={reload} /> : null}
      <div className="min-h-0 flex-1 overflow-y-auto p-5 max-sm:p-3">
        {data ? (
          <PlaceRules
            key={place}
            book={data}
            village={place === '' ? null : place}
            tab={tab}
            go={setTab}
            reload={reload}
          />
        ) : problem !== undefined ? (
          <FailurePanel problem={problem} retry={reload} />
        ) : (
          <LoadingRows rows={5} tall label={t('loading')} />
        )}
      </div>
    </>
  );
}

interface Props {
  readonly book: RulesBook;
  readonly village: string | null;
  readonly tab: Tab;
  readonly go: (tab: Tab) => void;
  readonly reload: () => void;
}

function PlaceRules({ book, village, tab, go, reload }: Props) {
  const me = useMe();
  const drafting = useRuleDraft(village);
  const found = book.places.find((one) => one.village === village);
  if (!found) return null;
  const { role } = me.user;
  // Who may publish here may begin a draft; everybody reads, compares and tries.
  const publishes =
    role === 'town_admin'
      ? me.user.village === null || village !== null
      : role === 'village_office' && village !== null;
  const props: PlaceProps = { book, village, place: found, drafting, publishes };
  return (
    <div className="mx-auto flex max-w-6xl flex-col gap-4">
      {tab === 'versions' ? (
        <>
          <OutsideNotice book={book} village={village} />
          <VersionsTab {...props} onDraft={() => go('draft')} />
        </>
      ) : null}
      {tab === 'draft' ? (
        <DraftTab
          {...props}
          onTry={() => go('trial')}
          onCompare={() => go('compare')}
          onPublished={() => {
            reload();
            go('versions');
          }}
        />
      ) : null}
      {tab === 'compare' ? <CompareTab {...props} /> : null}
      {tab === 'trial' ? <TrialTab {...props} /> : null}
      {tab === 'policies' ? <PoliciesTab village={village} /> : null}
    </div>
  );
}
