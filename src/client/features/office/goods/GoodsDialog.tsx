import { type FormEvent, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { dayOf } from '../../../../domain/calendar.ts';
import { checkGoods, draftOf, type GoodsDraft, type GoodsFaults } from '../../../../domain/goodsDraft.ts';
import type { OfficeGoods } from '../../../../protocol/officeStore.ts';
import { shortDay } from '../../../ui/dates.ts';
import { Notice } from '../../../ui/Notice.tsx';
import { OfficeDialog } from '../parts/OfficeDialog.tsx';
import { SmallButton } from '../parts/SmallButton.tsx';
import { usePublish } from '../usePublish.ts';
import { GoodsForm } from './GoodsForm.tsx';
import { GoodsPhotoField } from './GoodsPhotoField.tsx';

interface Props {
  /** Undefined for new goods. */
  readonly goods: OfficeGoods | undefined;
  readonly all: readonly OfficeGoods[];
  readonly onClose: () => void;
  /** Published, or kept in this browser until there is a connection. */
  readonly onSaved: (unsent: boolean) => void;
}

/** One kind of goods, to change or to add. A new price may begin on a day to come (CF-14). */
export function GoodsDialog({ goods, all, onClose, onSaved }: Props) {
  const { t } = useTranslation('office');
  const { problem, busy, publish } = usePublish(onSaved);
  const form = useId();
  const [draft, setDraft] = useState<GoodsDraft>(() => draftOf(goods, all));
  const [faults, setFaults] = useState<GoodsFaults>({});
  const repriced = goods !== undefined && draft.price.trim() !== String(goods.price);

  const save = async (event: FormEvent) => {
    event.preventDefault();
    const checked = checkGoods(repriced ? draft : { ...draft, from: '' }, all, dayOf(Date.now()));
    if (!checked.ok) {
      setFaults(checked.faults);
      return;
    }
    setFaults({});
    await publish({ kind: 'goods.publish', body: checked.body });
  };
  return (
    <OfficeDialog
      open
      title={goods ? t('goods.edit', { name: goods.name }) : t('goods.add')}
      onClose={onClose}
      footer={
        <>
          <SmallButton onClick={onClose}>{t('cancel')}</SmallButton>
          <SmallButton look="primary" type="submit" form={form} busy={busy}>
            {t('goods.save')}
          </SmallButton>
        </>
      }
    >
      <form id={form} noValidate onSubmit={(event) => void save(event)} className="flex flex-col gap-4">
        <p className="text-muted">{t('goods.number', { sku: draft.sku })}</p>
        {problem === undefined ? null : (
          <Notice tone="danger" alert>
            {problem}
          </Notice>
        )}
        <GoodsForm
          draft={draft}
          faults={faults}
          categories={[...new Set(all.map((one) => one.category))].sort()}
          repriced={repriced}
          onChange={(change) => setDraft({ ...draft, ...change })}
        />
        <GoodsPhotoField
          photo={draft.photo}
          onChange={(photo) => {
            const { photo: _, ...rest } = draft;
            setDraft(photo === undefined ? rest : { ...rest, photo });
          }}
        />
        {(goods?.coming ?? []).map(({ price, from }) => (
          <Notice key={from} tone="waiting">
            {t('goods.coming', { day: shortDay(dayOf(from)), price })}
          </Notice>
        ))}
      </form>
    </OfficeDialog>
  );
}
