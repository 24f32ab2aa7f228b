import { UserPlus } from 'lucide-react';
import { useDeferredValue, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { RegisterPage } from '../../../../protocol/officeRegister.ts';
import { postJson } from '../officeApi.ts';
import { StaleBar } from '../parts/FailurePanel.tsx';
import { grouped } from '../parts/moments.ts';
import { SmallButton } from '../parts/SmallButton.tsx';
import { useMe } from '../useMe.ts';
import { usePages } from '../usePages.ts';
import { HouseholdPane } from './HouseholdPane.tsx';
import { RegisterDialog } from './RegisterDialog.tsx';
import { RegisterFilters } from './RegisterFilters.tsx';
import { RegisterList } from './RegisterList.tsx';
import { NO_FILTER, type RegisterFilter, useRegisterFilter } from './registerFilter.ts';

interface Props {
  /** The household in view. */
  readonly code: string | undefined;
}

/** The list of households and the one in view. The filter stays while one walks through them. */
export function RegisterView({ code }: Props) {
  const { t } = useTranslation('households');
  const me = useMe();
  const navigate = useNavigate();
  const filter = useRegisterFilter();
  const [registering, setRegistering] = useState(false);
  const asked = useDeferredValue(JSON.stringify(filter));
  const pages = usePages(asked, (cursor) =>
    postJson<RegisterPage>('/api/office/households/search', { ...(JSON.parse(asked) as RegisterFilter), cursor }),
  );
  const { first } = pages;
  const open = (next: string | undefined) =>
    void navigate(next === undefined ? '/office/households' : `/office/households/${next}`);

  return (
    <>
      <RegisterFilters
        filter={filter}
        page={first.data}
        beside={code !== undefined}
        onChange={(change) => useRegisterFilter.setState(change)}
      >
        <span role="status" className="tabular-nums text-muted">
          {first.data === undefined ? '' : t('list.total', { count: first.data.total, n: grouped(first.data.total) })}
        </span>
        {me.user.role === 'committee' ? null : (
          <SmallButton look="primary" icon={UserPlus} onClick={() => setRegistering(true)}>
            {t('register.act')}
          </SmallButton>
        )}
      </RegisterFilters>
      {first.data && first.problem !== undefined ? <StaleBar problem={first.problem} retry={first.reload} /> : null}
      <div className="flex min-h-0 flex-1">
        <RegisterList
          pages={pages}
          filtered={JSON.stringify(filter) !== JSON.stringify(NO_FILTER)}
          current={code}
          onOpen={open}
          onClear={() => useRegisterFilter.setState(NO_FILTER)}
        />
        {code === undefined ? null : (
          <HouseholdPane
            key={code}
            code={code}
            onClose={() => open(undefined)}
            onOpen={open}
            onChanged={first.reload}
          />
        )}
      </div>
      {registering ? (
        <RegisterDialog
          onClose={() => setRegistering(false)}
          onDone={(made) => {
            setRegistering(false);
            first.reload();
            if (made !== undefined) open(made);
          }}
        />
      ) : null}
    </>
  );
}
