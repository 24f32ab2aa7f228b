import { CircleCheck, Scale } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CaseSearch, OfficeCase, OfficeCases } from '../../../../protocol/officeCases.ts';
import { cx } from '../../../ui/cx.ts';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { LoadingRows } from '../../../ui/Loading.tsx';
import { Notice } from '../../../ui/Notice.tsx';
import { postJson } from '../officeApi.ts';
import type { OfficeOp } from '../officeRecorder.ts';
import { FailurePanel, StaleBar } from '../parts/FailurePanel.tsx';
import { ScreenHeader } from '../parts/ScreenHeader.tsx';
import { SelectField } from '../parts/SelectField.tsx';
import { SmallButton } from '../parts/SmallButton.tsx';
import { useProblemText } from '../parts/useProblemText.ts';
import { useVerdictText } from '../parts/useVerdictText.ts';
import { useMe } from '../useMe.ts';
import { usePages } from '../usePages.ts';
import { recordAll } from '../useRecorder.ts';
import { CaseDetail } from './CaseDetail.tsx';
import { CaseList } from './CaseList.tsx';

interface Said {
  readonly tone: 'good' | 'waiting';
  readonly text: string;
}

/** What the sync held back: the list, and both sides of the one in view with what can be decided. */
export function CasesScreen() {
  const { t } = useTranslation('office');
  const me = useMe();
  const problemText = useProblemText();
  const verdictText = useVerdictText();
  const [state, setState] = useState<CaseSearch['state']>('open');
  const [village, setVillage] = useState('');
  const [currentId, setCurrentId] = useState<string>();
  const [busy, setBusy] = useState(false);
  const [said, setSaid] = useState<Said>();
  const pages = usePages(`${state} ${village}`, async (cursor) => {
    const page = await postJson<OfficeCases>('/api/office/cases/search', {
      state,
      village: village === '' ? null : village,
      cursor,
    });
    return { ...page, rows: page.cases };
  });
  const { first, rows } = pages;
  const current = rows.find((row) => row.id === currentId) ?? rows[0];

  const decide = async (held: OfficeCase, body: Extract<OfficeOp, { kind: 'case.decide' }>['body']) => {
    if (busy) return;
    setBusy(true);
    const { settled, problem } = await recordAll(me, [{ kind: 'case.decide', body }]);
    setBusy(false);
    const verdict = settled[0];
    if (verdict === undefined) return;
    if (verdict === 'unsent') {
      setSaid({ tone: 'waiting', text: `${t('cases.unsent')}${problem === undefined ? '' : problemText(problem)}` });
      return;
    }
    const what = t('cases.resultWhat', {
      head: held.head === null ? held.device.name : t('family', { head: held.head }),
    });
    if (verdict.outcome === 'applied') setSaid({ tone: 'good', text: what + t(`cases.done.${body.decision}`) });
    else setSaid({ tone: 'waiting', text: what + verdictText(verdict) });
    setCurrentId(undefined);
    first.reload();
  };

  return (
    <>
      <ScreenHeader title={t('nav.cases')}>
        {me.villages.length > 1 ? (
          <SelectField
            label={t('village')}
            all={t('all')}
            value={village}
            options={me.villages.map((one) => ({ value: one.code, label: one.name }))}
            onChange={setVillage}
          />
        ) : null}
        <fieldset className="flex self-end rounded-lg border border-line-strong p-0.5">
          <legend className="sr-only">{t('cases.which')}</legend>
          {(['open', 'decided'] as const).map((one) => (
            <button
              key={one}
              type="button"
              aria-pressed={one === state}
              onClick={() => {
                setState(one);
                setCurrentId(undefined);
              }}
              className={cx('min-h-9 rounded-md px-3 font-semibold', one === state && 'bg-primary text-on-primary')}
            >
              {t(`cases.tab.${one}`)}
              {one === 'open' && first.data ? ` ${first.data.open}` : ''}
            </button>
          ))}
        </fieldset>
        <SmallButton className="self-end" onClick={first.reload} busy={first.loading}>
          {t('refresh')}
        </SmallButton>
      </ScreenHeader>
      {said ? (
        <div className="border-b px-5 py-3">
          <Notice tone={said.tone} alert>
            <div className="flex items-center gap-4">
              <p className="flex-1">{said.text}</p>
              <SmallButton onClick={() => setSaid(undefined)}>{t('close')}</SmallButton>
            </div>
          </Notice>
        </div>
      ) : null}
      {first.data && first.problem !== undefined ? <StaleBar problem={first.problem} retry={first.reload} /> : null}
      {first.data ? (
        current ? (
          <div className="flex min-h-0 flex-1 max-sm:flex-col">
            <CaseList pages={pages} currentId={current.id} onOpen={setCurrentId} />
            <CaseDetail key={current.id} held={current} busy={busy} onDecide={(body) => void decide(current, body)} />
          </div>
        ) : (
          <EmptyState icon={state === 'open' ? CircleCheck : Scale} title={t(`cases.none.${state}`)}>
            {t(`cases.noneHelp.${state}`)}
          </EmptyState>
        )
      ) : first.problem === undefined ? (
        <LoadingRows rows={6} label={t('loading')} />
      ) : (
        <FailurePanel problem={first.problem} retry={first.reload} />
      )}
    </>
  );
}
