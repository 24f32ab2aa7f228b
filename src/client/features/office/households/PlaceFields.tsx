import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RegisterPage } from '../../../../protocol/officeRegister.ts';
import type { OfficeMe } from '../../../../protocol/officeSession.ts';
import { TextField } from '../../../ui/Field.tsx';
import { postJson } from '../officeApi.ts';
import { SelectField } from '../parts/SelectField.tsx';
import { useRemote } from '../useRemote.ts';
import { NO_FILTER } from './registerFilter.ts';

export interface ChosenPlace {
  readonly village: string;
  readonly grid: string;
  readonly naturalVillage: string;
  readonly change: (part: Partial<Omit<ChosenPlace, 'change'>>) => void;
}

/** Where a household lives: village, grid, natural village. */
export function usePlace(village: string, grid: string, naturalVillage: string): ChosenPlace {
  const [place, setPlace] = useState({ village, grid, naturalVillage });
  return { ...place, change: (part) => setPlace({ ...place, ...part }) };
}

interface Props {
  readonly place: ChosenPlace;
  readonly villages: OfficeMe['villages'];
}

/** Choosing it; natural villages that the register knows are proposed. */
export function PlaceFields({ place, villages }: Props) {
  const { t } = useTranslation('households');
  const list = useId();
  const grids = villages.find((one) => one.code === place.village)?.grids ?? [];
  const { data } = useRemote(place.village, () =>
    postJson<RegisterPage>('/api/office/households/search', { ...NO_FILTER, village: place.village, cursor: null }),
  );
  const known = (data?.naturalVillages ?? []).filter((one) => place.grid === '' || one.grid === place.grid);
  return (
    <>
      <div className="flex flex-wrap gap-4">
        {villages.length > 1 ? (
          <SelectField
            label={t('village')}
            value={place.village}
            options={villages.map((one) => ({ value: one.code, label: one.name }))}
            onChange={(village) =>
              place.change({
                village,
                grid: villages.find((one) => one.code === village)?.grids[0]?.code ?? '',
                naturalVillage: '',
              })
            }
          />
        ) : null}
        <SelectField
          label={t('grid')}
          value={place.grid}
          options={grids.map((one) => ({ value: one.code, label: one.name }))}
          onChange={(grid) => place.change({ grid, naturalVillage: '' })}
        />
      </div>
      <TextField
        label={t('naturalVillage')}
        list={list}
        value={place.naturalVillage}
        maxLength={40}
        onChange={(event) => place.change({ naturalVillage: event.target.value })}
      />
      <datalist id={list}>
        {known.map(({ name }) => (
          <option key={name} value={name} />
        ))}
      </datalist>
    </>
  );
}
