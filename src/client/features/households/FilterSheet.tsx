import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/Button.tsx';
import { Choice } from '../../ui/Choice.tsx';
import { Sheet } from '../../ui/Sheet.tsx';
import { useTabletState } from '../../useTablet.tsx';
import { gridLabel } from '../household/gridLabel.ts';
import { useListFilter } from './listFilter.ts';

const EVERY = '';

/** Grid and natural village. */
export function FilterSheet({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  const catalogue = useTabletState((s) => s.catalogue);
  const filter = useListFilter();
  const grids = catalogue?.grids ?? [];
  const villageName = (code: string) => catalogue?.villages.find((v) => v.code === code)?.name ?? code;
  const natural = [
    ...new Set(grids.filter((g) => !filter.grid || g.code === filter.grid).flatMap((g) => g.naturalVillages)),
  ];
  return (
    <Sheet
      open={open}
      title={t('list.filter')}
      closeLabel={t('act.close')}
      onClose={onClose}
      footer={
        <Button look="primary" size="lg" block onClick={onClose}>
          {t('act.done')}
        </Button>
      }
    >
      <div className="flex flex-col gap-6">
        <Choice
          legend={t('list.grid')}
          value={filter.grid ?? EVERY}
          onChange={(grid) =>
            useListFilter.setState({ grid: grid === EVERY ? undefined : grid, naturalVillage: undefined, offset: 0 })
          }
          options={[
            { value: EVERY, label: t('list.every') },
            ...grids.map((g) => ({ value: g.code, label: gridLabel(g.name, villageName(g.village), t) })),
          ]}
        />
        <Choice
          legend={t('list.naturalVillage')}
          value={filter.naturalVillage ?? EVERY}
          onChange={(name) => useListFilter.setState({ naturalVillage: name === EVERY ? undefined : name, offset: 0 })}
          options={[{ value: EVERY, label: t('list.every') }, ...natural.map((name) => ({ value: name, label: name }))]}
        />
      </div>
    </Sheet>
  );
}
