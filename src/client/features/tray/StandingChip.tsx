import { CircleX, CloudCheck, Gavel, type LucideIcon, Smartphone, UserCheck } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Chip, type Tone } from '../../ui/Chip.tsx';
import type { Standing } from './standing.ts';

const LOOK: Record<
  Standing,
  { readonly tone: Tone; readonly icon: LucideIcon; readonly word: 'here' | 'sent' | 'held' | 'decided' | 'refused' }
> = {
  here: { tone: 'waiting', icon: Smartphone, word: 'here' },
  counted: { tone: 'good', icon: CloudCheck, word: 'sent' },
  held: { tone: 'decided', icon: UserCheck, word: 'held' },
  decided: { tone: 'decided', icon: Gavel, word: 'decided' },
  refused: { tone: 'danger', icon: CircleX, word: 'refused' },
};

/** Icon, word and colour of where an own op stands. */
export function StandingChip({ standing }: { standing: Standing }) {
  const { t } = useTranslation();
  const { tone, icon, word } = LOOK[standing];
  return (
    <Chip tone={tone} icon={icon}>
      {t(`state.${word}`)}
    </Chip>
  );
}
