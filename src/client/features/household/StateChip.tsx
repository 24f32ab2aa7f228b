import { useTranslation } from 'react-i18next';
import { Chip } from '../../ui/Chip.tsx';
import { type EntryState, STATE_LOOK } from './entryState.ts';

/** Icon, word and colour of where a deed stands. */
export function StateChip({ state }: { state: EntryState }) {
  const { t } = useTranslation();
  const { tone, icon } = STATE_LOOK[state];
  return (
    <Chip tone={tone} icon={icon}>
      {t(`state.${state}`)}
    </Chip>
  );
}
