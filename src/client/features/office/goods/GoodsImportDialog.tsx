import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { addDays, dayOf } from '../../../../domain/calendar.ts';
import {
  GOODS_TABLE_BYTES_MAX,
  type GoodsTable,
  type GoodsTableAnswer,
  type GoodsUnreadable,
} from '../../../../protocol/officeGoods.ts';
import { ROLL_NAME_HEADER, ROLL_TYPE } from '../../../../protocol/officeRoll.ts';
import { LoadingRows } from '../../../ui/Loading.tsx';
import { Notice } from '../../../ui/Notice.tsx';
import { codeOf, postBytes } from '../officeApi.ts';
import { noteFailure } from '../officeSession.ts';
import { FinalActFooter, FinalActSure } from '../parts/FinalAct.tsx';
import { InputField } from '../parts/InputField.tsx';
import { OfficeDialog } from '../parts/OfficeDialog.tsx';
import { SmallButton } from '../parts/SmallButton.tsx';
import { useProblemText } from '../parts/useProblemText.ts';
import { useSure } from '../parts/useSure.ts';
import { usePublish } from '../usePublish.ts';
import { GoodsDifferences } from './GoodsDifferences.tsx';

interface Props {
  readonly onClose: () => void;
  /** Published, or kept in this browser until there is a connection. */
  readonly onSaved: (unsent: boolean) => void;
}

type State =
  | { readonly at: 'choose'; readonly unreadable?: GoodsUnreadable; readonly problem?: string }
  | { readonly at: 'reading' }
  | { readonly at: 'preview'; readonly table: GoodsTable };

/** A table into the catalogue: what would change and what is wrong in which row is seen first, then all of it is published in one act. */
export function GoodsImportDialog({ onClose, onSaved }: Props) {
  const { t } = useTranslation('office');
  const problemText = useProblemText();
  const sure = useSure(true);
  const [state, setState] = useState<State>({ at: 'choose' });
  const [from, setFrom] = useState('');
  const { problem, busy, publish } = usePublish(onSaved);
  const tomorrow = addDays(dayOf(Date.now()), 1);

  const read = async (file: File) => {
    if (file.size > GOODS_TABLE_BYTES_MAX) return setState({ at: 'choose', unreadable: 'too_large' });
    setState({ at: 'reading' });
    try {
      const headers = { 'Content-Type': ROLL_TYPE, [ROLL_NAME_HEADER]: encodeURIComponent(file.name) };
      const answer = await postBytes<GoodsTableAnswer>('/api/office/goods/table', file, headers);
      setState('unreadable' in answer ? { at: 'choose', ...answer } : { at: 'preview', table: answer });
    } catch (error) {
      noteFailure(codeOf(error));
      setState({ at: 'choose', problem: codeOf(error) });
    }
  };
  const table = state.at === 'preview' ? state.table : undefined;
  const may = table !== undefined && table.goods.length > 0;
  const repriced = table?.changes.some(({ fields }) => fields.some(({ field }) => field === 'price')) ?? false;
  const act = async () => {
    if (!may || !sure.given()) return;
    const later = repriced && from >= tomorrow ? { from } : {};
    await publish({ kind: 'goods.publish', body: { goods: table.goods, ...later } });
  };
  return (
    <OfficeDialog
      open
      title={t('goods.import.title')}
      onClose={onClose}
      footer={
        may ? (
          <FinalActFooter act={t('goods.import.act')} busy={busy} onClose={onClose} onAct={() => void act()} />
        ) : (
          <SmallButton onClick={onClose}>{t('close')}</SmallButton>
        )
      }
    >
      <div className="flex flex-col gap-4">
        <p className="text-muted">{t('goods.import.about')}</p>
        <label className="flex flex-col gap-1 text-xs font-semibold text-muted">
          {t('goods.import.file')}
          <input
            type="file"
            accept=".xlsx,.xls,.csv,.txt"
            // The same file, put right, may be chosen again.
            onClick={(event) => {
              event.currentTarget.value = '';
            }}
            onChange={(event) => {
              const [file] = event.target.files ?? [];
              if (file) void read(file);
            }}
            className="min-h-11 rounded-lg border border-line-strong bg-surface p-2 text-sm text-ink"
          />
        </label>
        {state.at === 'reading' ? <LoadingRows rows={3} label={t('loading')} /> : null}
        {state.at === 'choose' && (state.unreadable ?? state.problem) !== undefined ? (
          <Notice tone="danger" alert>
            {state.unreadable ? t(`goods.import.unreadable.${state.unreadable}`) : problemText(state.problem ?? '')}
          </Notice>
        ) : null}
        {table ? (
          <>
            <GoodsDifferences table={table} />
            {may ? (
              <>
                {repriced ? (
                  <InputField
                    type="date"
                    label={t('goods.from')}
                    value={from}
                    min={tomorrow}
                    onChange={(event) => setFrom(event.target.value)}
                  />
                ) : null}
                <FinalActSure failure={problem} label={t('goods.import.sure')} sure={sure} />
              </>
            ) : null}
          </>
        ) : null}
      </div>
    </OfficeDialog>
  );
}
