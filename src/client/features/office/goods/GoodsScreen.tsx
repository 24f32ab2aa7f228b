import { FileSpreadsheet, FileUp, PackagePlus, Pencil, ShoppingBasket } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { dayOf } from '../../../../domain/calendar.ts';
import type { GoodsResponse, OfficeGoods } from '../../../../protocol/officeStore.ts';
import { currentLanguage } from '../../../i18n/i18n.ts';
import { Chip } from '../../../ui/Chip.tsx';
import { shortDay } from '../../../ui/dates.ts';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { LoadingRows } from '../../../ui/Loading.tsx';
import { showToast } from '../../../ui/toastStore.ts';
import { codeOf, getJson, postFile } from '../officeApi.ts';
import { FailurePanel, StaleBar } from '../parts/FailurePanel.tsx';
import { InputField } from '../parts/InputField.tsx';
import { ScreenHeader } from '../parts/ScreenHeader.tsx';
import { SmallButton } from '../parts/SmallButton.tsx';
import { CELL, HEAD, NUMBER } from '../parts/tableClasses.ts';
import { useProblemText } from '../parts/useProblemText.ts';
import { useRemote } from '../useRemote.ts';
import { GoodsDialog } from './GoodsDialog.tsx';
import { GoodsImportDialog } from './GoodsImportDialog.tsx';

/** The town's goods: what they are, what they cost, how few is few, and how much a household may have. */
export function GoodsScreen() {
  const { t } = useTranslation('office');
  const [words, setWords] = useState('');
  const problemText = useProblemText();
  const [exporting, setExporting] = useState(false);
  const [importing, setImporting] = useState(false);
  const [editing, setEditing] = useState<OfficeGoods | 'new'>();
  const { data, problem, loading, reload } = useRemote('goods', () => getJson<GoodsResponse>('/api/office/goods'));
  const wanted = words.trim();
  const shown = (data?.goods ?? []).filter(
    (one) => wanted === '' || [one.name, one.spec, one.sku, one.category, one.barcode].some((s) => s.includes(wanted)),
  );
  const saved = (unsent: boolean) => {
    setEditing(undefined);
    setImporting(false);
    showToast(t(unsent ? 'goods.savedHere' : 'goods.saved'));
    reload();
  };
  const download = async () => {
    setExporting(true);
    try {
      const language = currentLanguage() === 'en' ? 'en' : 'zh';
      await postFile('/api/office/goods.xlsx', { language }, `${t('nav.goods')}.xlsx`);
    } catch (error) {
      showToast(problemText(codeOf(error)), 'danger');
    } finally {
      setExporting(false);
    }
  };
  return (
    <>
      <ScreenHeader title={t('nav.goods')}>
        <SmallButton onClick={reload} busy={loading}>
          {t('refresh')}
        </SmallButton>
        <SmallButton icon={FileSpreadsheet} busy={exporting} disabled={!data} onClick={() => void download()}>
          {t('goods.excel')}
        </SmallButton>
        <SmallButton icon={FileUp} disabled={!data} onClick={() => setImporting(true)}>
          {t('goods.import.open')}
        </SmallButton>
        <SmallButton look="primary" icon={PackagePlus} disabled={!data} onClick={() => setEditing('new')}>
          {t('goods.add')}
        </SmallButton>
      </ScreenHeader>
      {data && problem !== undefined ? <StaleBar problem={problem} retry={reload} /> : null}
      {data ? (
        <div className="min-h-0 flex-1 overflow-auto">
          <div className="px-5 py-3 max-sm:px-3">
            <InputField
              type="search"
              label={t('goods.find')}
              value={words}
              onChange={(event) => setWords(event.target.value)}
            />
          </div>
          {shown.length === 0 ? (
            <EmptyState icon={ShoppingBasket} title={wanted === '' ? t('goods.none') : t('goods.noneFound')}>
              {wanted === '' ? t('goods.noneHelp') : t('goods.noneFoundHelp')}
            </EmptyState>
          ) : (
            <GoodsTable goods={shown} onEdit={setEditing} />
          )}
        </div>
      ) : problem !== undefined ? (
        <FailurePanel problem={problem} retry={reload} />
      ) : (
        <LoadingRows rows={6} label={t('loading')} />
      )}
      {importing ? <GoodsImportDialog onClose={() => setImporting(false)} onSaved={saved} /> : null}
      {editing === undefined || !data ? null : (
        <GoodsDialog
          goods={editing === 'new' ? undefined : editing}
          all={data.goods}
          onClose={() => setEditing(undefined)}
          onSaved={saved}
        />
      )}
    </>
  );
}

interface TableProps {
  readonly goods: readonly OfficeGoods[];
  readonly onEdit: (goods: OfficeGoods) => void;
}

function GoodsTable({ goods, onEdit }: TableProps) {
  const { t } = useTranslation('office');
  return (
    <table className="w-full border-collapse bg-surface">
      <thead className="sticky top-0 z-10 shadow-[0_1px_0_var(--t-line)]">
        <tr className={HEAD}>
          <th scope="col" className={CELL}>
            {t('goods.name')}
          </th>
          {(['category', 'barcode'] as const).map((name) => (
            <th key={name} scope="col" className={`${CELL} max-wide:hidden`}>
              {t(`goods.${name}`)}
            </th>
          ))}
          <th scope="col" className={`${CELL} text-right`}>
            {t('goods.price')}
          </th>
          {(['unitCost', 'lowStock'] as const).map((name) => (
            <th key={name} scope="col" className={`${CELL} text-right max-wide:hidden`}>
              {t(`goods.${name}`)}
            </th>
          ))}
          <th scope="col" className={`${CELL} text-right max-sm:hidden`}>
            {t('goods.limit')}
          </th>
          <th scope="col" className={CELL}>
            <span className="sr-only">{t('goods.change')}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {goods.map((one) => (
          <tr key={one.sku} className="border-t">
            <th scope="row" className={`${CELL} min-w-44 text-left font-semibold max-sm:min-w-0`}>
              {one.name} <span className="font-normal">{one.spec}</span>{' '}
              {one.active ? null : <Chip tone="plain">{t('store.inactive')}</Chip>}
              <span className="block text-xs font-normal text-muted">
                {one.sku}
                <span className="wide:hidden"> · {one.category}</span>
              </span>
            </th>
            <td className={`${CELL} max-wide:hidden`}>{one.category}</td>
            <td className={`${CELL} tabular-nums max-wide:hidden`}>{one.barcode || '—'}</td>
            <td className={NUMBER}>
              <span className="whitespace-nowrap">{t('store.points', { points: one.price })}</span>
              {(one.coming ?? []).map(({ price, from }) => (
                <span key={from} className="block text-xs font-semibold whitespace-nowrap text-waiting">
                  {t('goods.coming', { day: shortDay(dayOf(from)), price })}
                </span>
              ))}
            </td>
            <td className={`${NUMBER} max-wide:hidden`}>
              {one.unitCost === undefined ? '—' : (one.unitCost / 100).toFixed(2)}
            </td>
            <td className={`${NUMBER} max-wide:hidden`}>{one.lowStock ?? '—'}</td>
            <td className={`${NUMBER} max-sm:hidden`}>
              {one.limit === undefined ? '—' : t(`goods.limited.${one.limit.period}`, { quantity: one.limit.quantity })}
            </td>
            <td className={`${CELL} text-right`}>
              <SmallButton
                icon={Pencil}
                className="whitespace-nowrap"
                aria-label={t('goods.edit', { name: one.name })}
                onClick={() => onEdit(one)}
              >
                {t('goods.change')}
              </SmallButton>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
