import { useTranslation } from 'react-i18next';
import type { GoodsTable, GoodsTableField } from '../../../../protocol/officeGoods.ts';
import { Chip } from '../../../ui/Chip.tsx';
import { Notice } from '../../../ui/Notice.tsx';

/** What a table would change of the catalogue, and each cell that is wrong by its row and column, with the way out. */
export function GoodsDifferences({ table }: { readonly table: GoodsTable }) {
  const { t } = useTranslation('office');
  const { changes, problems, unread } = table;
  const added = changes.filter(({ isNew }) => isNew).length;
  const value = (field: GoodsTableField, text: string): string => {
    if (text === '') return t('goods.import.nothing');
    if (field === 'active') return t(text === 'true' ? 'goods.import.on' : 'goods.import.off');
    return field === 'period' ? t(`goods.periods.${text as 'month'}`) : text;
  };
  const described = (sku: string) => {
    const goods = table.goods.find((one) => one.sku === sku);
    return goods
      ? [goods.category, t('store.points', { points: goods.price }), goods.barcode].filter(Boolean).join(' · ')
      : '';
  };
  return (
    <>
      <p role="status" className="font-semibold">
        {changes.length === 0
          ? t('goods.import.same', { count: table.unchanged })
          : t('goods.import.differs', { added, changed: changes.length - added, unchanged: table.unchanged })}
        {table.absent > 0 ? ` ${t('goods.import.absent', { count: table.absent })}` : ''}
      </p>
      {problems.length > 0 ? (
        <Notice tone="danger" title={t('goods.import.problems', { count: problems.length })} alert>
          <ul className="list-disc pl-5">
            {problems.map(({ row, letter, header, field, value: said, code }) => (
              <li key={`${row} ${field} ${code}`}>
                {t(letter === '' ? 'goods.import.atRow' : 'goods.import.atCell', {
                  ...{ row, letter, column: header === '' ? t(`goods.import.column.${field}`) : header },
                  value: said === '' ? t('goods.import.nothing') : said,
                })}
                {t(`goods.import.code.${code}`)}
              </li>
            ))}
          </ul>
        </Notice>
      ) : null}
      {table.stock ? <p className="text-muted">{t('goods.import.stock')}</p> : null}
      {unread.length > 0 ? (
        <p className="text-muted">{t('goods.import.unread', { columns: unread.join('、') })}</p>
      ) : null}
      {changes.length > 0 ? (
        <ul className="flex flex-col gap-2" aria-label={t('goods.import.list')}>
          {changes.map(({ sku, name, row, fields, isNew }) => (
            <li key={sku} className="rounded-xl border px-3 py-2">
              <p className="flex flex-wrap items-center gap-2 font-semibold">
                {name}
                <span className="font-normal text-muted">
                  {sku} · {t('goods.import.row', { row })}
                </span>
                <Chip tone={isNew ? 'good' : 'waiting'}>
                  {t(isNew ? 'goods.import.isNew' : 'goods.import.isChanged')}
                </Chip>
              </p>
              {isNew ? <p>{described(sku)}</p> : null}
              {fields.map(({ field, was, now }) => (
                <p key={field}>
                  {t('goods.import.fromTo', {
                    ...{ field: t(`goods.import.column.${field}`), was: value(field, was), now: value(field, now) },
                  })}
                </p>
              ))}
            </li>
          ))}
        </ul>
      ) : null}
    </>
  );
}
