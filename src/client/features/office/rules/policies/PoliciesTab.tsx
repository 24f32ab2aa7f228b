import { Pencil } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { PoliciesResponse } from '../../../../../protocol/officeRules.ts';
import { Chip } from '../../../../ui/Chip.tsx';
import { LoadingRows } from '../../../../ui/Loading.tsx';
import { showToast } from '../../../../ui/toastStore.ts';
import { getJson } from '../../officeApi.ts';
import { FailurePanel, StaleBar } from '../../parts/FailurePanel.tsx';
import { SmallButton } from '../../parts/SmallButton.tsx';
import { useMe } from '../../useMe.ts';
import { useRemote } from '../../useRemote.ts';
import { PolicyDialog } from './PolicyDialog.tsx';
import { POLICY_FIELDS, POLICY_KEYS, type PolicyKey, policyValue } from './policyFields.ts';
import { usePolicyWords } from './usePolicyWords.ts';

/** As the table has them, so that a new group is shown without a word here. */
const GROUPS = [...new Set(POLICY_KEYS.map((key) => POLICY_FIELDS[key].group))];
const TONE = { own: 'good', town: 'plain', product: 'plain' } as const;

/** Every policy of the town or a village: what it does, what holds, and who has set it. The town changes them. */
export function PoliciesTab({ village }: { readonly village: string | null }) {
  const { t } = useTranslation('rules');
  const me = useMe();
  const words = usePolicyWords();
  const [editing, setEditing] = useState<PolicyKey>();
  const { data, problem, reload } = useRemote('policies', () => getJson<PoliciesResponse>('/api/office/policies'));
  if (!data)
    return problem === undefined ? (
      <LoadingRows rows={6} tall label={t('loading')} />
    ) : (
      <FailurePanel problem={problem} retry={reload} />
    );
  const place = data.places.find((one) => one.village === village);
  const own = place?.own ?? {};
  const town = data.places.find((one) => one.village === null)?.own ?? {};
  const isTown = village === null;
  // A person of the town alone changes the town's; one of a village's town office its village's.
  const changes = me.user.role === 'town_admin' && (me.user.village === null || !isTown);
  const keys = POLICY_KEYS.filter((key) => isTown || !POLICY_FIELDS[key].town);
  return (
    <>
      {problem === undefined ? null : <StaleBar problem={problem} retry={reload} />}
      <p className="text-muted">{t(changes ? 'policy.about' : 'policy.aboutRead')}</p>
      {GROUPS.map((group) => {
        const these = keys.filter((key) => POLICY_FIELDS[key].group === group);
        return these.length === 0 ? null : (
          <section key={group} aria-label={t(`policy.group.${group}`)} className="rounded-xl border bg-surface">
            <h2 className="border-b bg-sunken px-4 py-2 text-sm font-bold">{t(`policy.group.${group}`)}</h2>
            <ul>
              {these.map((key) => {
                const { value, source } = policyValue(key, own, town, isTown);
                return (
                  <li key={key} className="flex flex-wrap items-start gap-3 border-t px-4 py-3 first:border-t-0">
                    <div className="min-w-56 flex-1">
                      <p className="font-semibold">{t(`policy.name.${key}`)}</p>
                      <p className="text-muted">{t(`policy.does.${key}`)}</p>
                    </div>
                    <p className="flex min-w-48 flex-wrap items-center gap-2">
                      <strong>{words(key, value)}</strong>
                      <Chip tone={TONE[source]}>
                        {t(`policy.source.${isTown && source === 'own' ? 'byTown' : source}`)}
                      </Chip>
                    </p>
                    {POLICY_FIELDS[key].type === 'elsewhere' ? (
                      <Link
                        to="/office/store"
                        className="inline-flex min-h-10 items-center font-semibold text-primary underline"
                      >
                        {t('policy.inStore')}
                      </Link>
                    ) : changes ? (
                      <SmallButton
                        icon={Pencil}
                        aria-label={t('policy.edit', { name: t(`policy.name.${key}`) })}
                        onClick={() => setEditing(key)}
                      >
                        {t('item.change')}
                      </SmallButton>
                    ) : null}
                  </li>
                );
              })}
            </ul>
          </section>
        );
      })}
      {editing ? (
        <PolicyDialog
          field={editing}
          village={village}
          placeName={place?.name ?? ''}
          own={own}
          town={town}
          onClose={() => setEditing(undefined)}
          onSaved={(unsent) => {
            setEditing(undefined);
            showToast(t(unsent ? 'publish.keptHere' : 'policy.saved'));
            reload();
          }}
        />
      ) : null}
    </>
  );
}
