import { IdCard, Printer } from 'lucide-react';
import { type FormEvent, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { type CardSearch, OFFICE_CARD_ROWS, type OfficeCards } from '../../../../protocol/officeCards.ts';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { LoadingRows } from '../../../ui/Loading.tsx';
import { Notice } from '../../../ui/Notice.tsx';
import { CardSheet } from '../../cards/CardSheet.tsx';
import { postJson } from '../officeApi.ts';
import { FailurePanel, StaleBar } from '../parts/FailurePanel.tsx';
import { InputField } from '../parts/InputField.tsx';
import { grouped } from '../parts/moments.ts';
import { ScreenHeader } from '../parts/ScreenHeader.tsx';
import { SelectField } from '../parts/SelectField.tsx';
import { SmallButton } from '../parts/SmallButton.tsx';
import { useMe } from '../useMe.ts';
import { useRemote } from '../useRemote.ts';
import { BulkCards } from './BulkCards.tsx';
import { readCodes } from './readCodes.ts';

/** Household cards: choose the place or single households, see the sheets, print them. A hundred cards at a time. */
export function CardsScreen() {
  const { t } = useTranslation('office');
  const me = useMe();
  // From a household's page: its card, ready to be printed.
  const [asked] = useSearchParams();
  const [village, setVillage] = useState(
    me.villages.find((one) => one.code === asked.get('village'))?.code ?? me.villages[0]?.code ?? '',
  );
  const [grid, setGrid] = useState('');
  const [typed, setTyped] = useState(asked.get('codes') ?? '');
  const [masked, setMasked] = useState(false);
  const [wrong, setWrong] = useState<readonly string[]>([]);
  const [wanted, setWanted] = useState<CardSearch | undefined>(() => {
    const { codes } = readCodes(typed);
    return codes.length === 0
      ? undefined
      : { village, grid: null, codes: codes.slice(0, OFFICE_CARD_ROWS), after: null };
  });
  /** Where each batch so far began; the last one is in view. */
  const [starts, setStarts] = useState<readonly (string | null)[]>([null]);
  const place = me.villages.find((one) => one.code === village);
  const printed = me.villages.find((one) => one.code === wanted?.village);
  const after = starts.at(-1) ?? null;
  const remote = useRemote(JSON.stringify([wanted, after]), async () =>
    wanted === undefined ? undefined : postJson<OfficeCards>('/api/office/cards/search', { ...wanted, after }),
  );
  const { data, problem, loading, reload } = remote;
  const cards = useMemo(() => data?.cards ?? [], [data]);

  const show = (event: FormEvent) => {
    event.preventDefault();
    const { codes, unreadable } = readCodes(typed);
    setWrong(unreadable);
    if (unreadable.length > 0) return;
    setStarts([null]);
    setWanted({ village, grid: grid === '' ? null : grid, codes: codes.slice(0, OFFICE_CARD_ROWS), after: null });
  };
  const missing = wanted?.codes.filter((code) => data && !data.cards.some((card) => card.household === code)) ?? [];

  return (
    <>
      <ScreenHeader title={t('nav.cards')}>
        {data && cards.length > 0 ? (
          <>
            <span className="text-muted">
              {t('cards.batch', {
                from: (starts.length - 1) * OFFICE_CARD_ROWS + 1,
                to: (starts.length - 1) * OFFICE_CARD_ROWS + cards.length,
                total: grouped(data.total),
              })}
            </span>
            {starts.length > 1 ? (
              <SmallButton onClick={() => setStarts(starts.slice(0, -1))}>{t('cards.before')}</SmallButton>
            ) : null}
            {data.after === null ? null : (
              <SmallButton onClick={() => setStarts([...starts, data.after])}>{t('cards.next')}</SmallButton>
            )}
            <SmallButton look="primary" icon={Printer} disabled={loading} onClick={() => print()}>
              {t('cards.print')}
            </SmallButton>
          </>
        ) : null}
      </ScreenHeader>
      <form onSubmit={show} className="flex flex-wrap items-end gap-3 border-b bg-surface px-5 py-3 print:hidden">
        <SelectField
          label={t('village')}
          value={village}
          options={me.villages.map((one) => ({ value: one.code, label: one.name }))}
          onChange={(value) => {
            setVillage(value);
            setGrid('');
          }}
        />
        <SelectField
          label={t('grid')}
          all={t('all')}
          value={grid}
          options={(place?.grids ?? []).map((one) => ({ value: one.code, label: one.name }))}
          onChange={setGrid}
        />
        <div className="w-64">
          <InputField
            block
            label={t('cards.codes')}
            value={typed}
            placeholder={t('cards.codesHint')}
            onChange={(event) => setTyped(event.target.value)}
          />
        </div>
        <label className="flex min-h-10 items-center gap-2">
          <input
            type="checkbox"
            checked={masked}
            onChange={(event) => setMasked(event.target.checked)}
            className="size-4.5 accent-primary"
          />
          {t('cards.masked')}
        </label>
        <SmallButton
          type="submit"
          look={cards.length > 0 ? 'secondary' : 'primary'}
          busy={loading && wanted !== undefined}
        >
          {t('cards.show')}
        </SmallButton>
      </form>
      {wrong.length > 0 ? (
        <div className="px-5 pt-4">
          <Notice tone="danger" alert>
            {t('cards.unreadable', { codes: wrong.join('、') })}
          </Notice>
        </div>
      ) : null}
      {missing.length > 0 ? (
        <div className="px-5 pt-4 print:hidden">
          <Notice tone="waiting">{t('cards.missing', { codes: missing.join('、') })}</Notice>
        </div>
      ) : null}
      {data && problem !== undefined ? <StaleBar problem={problem} retry={reload} /> : null}
      <div className="min-h-0 flex-1 overflow-auto p-5 print:overflow-visible print:p-0">
        <BulkCards
          village={wanted?.village ?? village}
          grid={wanted?.grid ?? null}
          total={
            wanted !== undefined && wanted.codes.length === 0 && data && data.total > OFFICE_CARD_ROWS ? data.total : 0
          }
          masked={masked}
        />
        {data && cards.length > 0 ? (
          <div className="mx-auto w-fit shadow-lift print:mx-0 print:shadow-none">
            <CardSheet town={me.town.name} village={printed?.name ?? ''} cards={cards} masked={masked} />
          </div>
        ) : wanted === undefined ? (
          <EmptyState icon={IdCard} title={t('cards.choose')}>
            {t('cards.chooseHelp')}
          </EmptyState>
        ) : problem !== undefined ? (
          <FailurePanel problem={problem} retry={reload} />
        ) : loading ? (
          <LoadingRows rows={3} tall label={t('loading')} />
        ) : (
          <EmptyState icon={IdCard} title={t('cards.none')}>
            {t('cards.noneHelp')}
          </EmptyState>
        )}
      </div>
    </>
  );
}
