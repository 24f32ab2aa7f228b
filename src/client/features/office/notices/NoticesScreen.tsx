import { Megaphone, PencilLine } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { NOTICE_STATES, type NoticeState, type NoticesResponse } from '../../../../protocol/officeNotices.ts';
import { cx } from '../../../ui/cx.ts';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { LoadingRows } from '../../../ui/Loading.tsx';
import { showToast } from '../../../ui/toastStore.ts';
import { postJson } from '../officeApi.ts';
import { FailurePanel, StaleBar } from '../parts/FailurePanel.tsx';
import { MoreRows } from '../parts/MoreRows.tsx';
import { ScreenHeader } from '../parts/ScreenHeader.tsx';
import { SmallButton } from '../parts/SmallButton.tsx';
import { useMe } from '../useMe.ts';
import { usePages } from '../usePages.ts';
import { NoticeEditor } from './NoticeEditor.tsx';
import { NoticeItem } from './NoticeItem.tsx';
import { emptyForm, formOf, type NoticeForm, readKept } from './noticeDraft.ts';
import { WithdrawDialog } from './WithdrawDialog.tsx';

type OfficeNotice = NoticesResponse['notices'][number];

/** The office's notices by state; who may writes them here. */
export function NoticesScreen() {
  const { t } = useTranslation('notices');
  const me = useMe();
  const mayWrite = me.user.role === 'village_office' || me.user.role === 'town_admin';
  const [state, setState] = useState<NoticeState>('inForce');
  // What was being written when the page was loaded anew is open again.
  const [editing, setEditing] = useState<NoticeForm | undefined>(() => (mayWrite ? readKept(me) : undefined));
  const [withdrawing, setWithdrawing] = useState<OfficeNotice>();
  const pages = usePages(state, async (cursor) => {
    const page = await postJson<NoticesResponse>('/api/office/notices/search', { state, cursor });
    return { ...page, rows: page.notices };
  });
  const { first, rows } = pages;
  const saved = (unsent: boolean) => {
    setEditing(undefined);
    setWithdrawing(undefined);
    showToast(t(unsent ? 'savedHere' : 'saved'));
    first.reload();
  };
  return (
    <>
      <ScreenHeader title={t('title')}>
        <SmallButton onClick={first.reload} busy={first.loading}>
          {t('refresh')}
        </SmallButton>
        {mayWrite ? (
          <SmallButton look="primary" icon={PencilLine} onClick={() => setEditing(emptyForm(me))}>
            {t('write')}
          </SmallButton>
        ) : null}
      </ScreenHeader>
      <fieldset className="flex min-w-0 gap-1 overflow-x-auto border-b bg-surface px-4 max-wide:scroll-more-x max-sm:px-1">
        <legend className="sr-only">{t('which')}</legend>
        {NOTICE_STATES.map((one) => (
          <button
            key={one}
            type="button"
            aria-pressed={one === state}
            onClick={() => setState(one)}
            className={cx(
              'flex min-h-11 shrink-0 items-center gap-2 border-b-3 px-3 font-semibold whitespace-nowrap',
              one === state ? 'border-primary text-primary' : 'border-transparent text-muted hover:text-ink',
            )}
          >
            {t(`state.${one}`)}
            {first.data ? (
              <span className="rounded-full bg-sunken px-2 text-xs text-ink">{first.data.counts[one]}</span>
            ) : null}
          </button>
        ))}
      </fieldset>
      {first.data && first.problem !== undefined ? <StaleBar problem={first.problem} retry={first.reload} /> : null}
      {first.data ? (
        rows.length === 0 ? (
          <EmptyState icon={Megaphone} title={t(`none.${state}`)}>
            {t(`noneHelp.${state}`)}
          </EmptyState>
        ) : (
          <div className="min-h-0 flex-1 overflow-y-auto">
            <ul className="mx-auto flex max-w-4xl flex-col gap-3 p-5 max-sm:p-3">
              {rows.map((notice) => (
                <NoticeItem
                  key={notice.id}
                  notice={notice}
                  devices={first.data?.devices ?? 0}
                  mayWrite={mayWrite && notice.own}
                  onChange={() => setEditing(formOf(notice))}
                  onWithdraw={() => setWithdrawing(notice)}
                />
              ))}
            </ul>
            <MoreRows pages={pages} />
          </div>
        )
      ) : first.problem === undefined ? (
        <LoadingRows rows={6} label={t('loading')} />
      ) : (
        <FailurePanel problem={first.problem} retry={first.reload} />
      )}
      {editing === undefined ? null : (
        <NoticeEditor first={editing} onClose={() => setEditing(undefined)} onSaved={saved} />
      )}
      {withdrawing === undefined ? null : (
        <WithdrawDialog notice={withdrawing} onClose={() => setWithdrawing(undefined)} onSaved={saved} />
      )}
    </>
  );
}
