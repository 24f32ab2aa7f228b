import { CircleX, GitMerge, MapPin, PencilLine, Split } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { SmallButton } from '../parts/SmallButton.tsx';
import { useMe } from '../useMe.ts';
import { CloseDialog } from './CloseDialog.tsx';
import { EditDialog } from './EditDialog.tsx';
import type { ActProps } from './householdActs.ts';
import { isEnded } from './householdActs.ts';
import { MergeDialog } from './MergeDialog.tsx';
import { MoveDialog } from './MoveDialog.tsx';
import { SplitDialog } from './SplitDialog.tsx';

const ACTS = [
  { act: 'edit', icon: PencilLine, Dialog: EditDialog },
  { act: 'merge', icon: GitMerge, Dialog: MergeDialog },
  { act: 'split', icon: Split, Dialog: SplitDialog },
  { act: 'move', icon: MapPin, Dialog: MoveDialog },
  { act: 'close', icon: CircleX, Dialog: CloseDialog },
] as const;

/** What can be done with a household. A closed one may still be merged, so that the points that it left find a family. */
export function HouseholdActs({ household, done }: ActProps) {
  const { t } = useTranslation('households');
  const me = useMe();
  const [open, setOpen] = useState<(typeof ACTS)[number]['act']>();
  if (me.user.role === 'committee') return null;
  const possible = ACTS.filter(({ act }) =>
    isEnded(household)
      ? act === 'merge' && household.merged === null
      : act !== 'split' || Object.keys(household.profile.members).length > 1,
  );
  const Dialog = ACTS.find(({ act }) => act === open)?.Dialog;
  return (
    <div className="flex flex-wrap gap-2">
      {possible.map(({ act, icon }) => (
        <SmallButton
          key={act}
          icon={icon}
          look={act === 'edit' ? 'primary' : 'secondary'}
          className="min-h-11"
          onClick={() => setOpen(act)}
        >
          {t(`act.${act}`)}
        </SmallButton>
      ))}
      {Dialog ? (
        <Dialog
          household={household}
          onClose={() => setOpen(undefined)}
          done={(words) => (unsent, verdict) => {
            setOpen(undefined);
            done(words)(unsent, verdict);
          }}
        />
      ) : null}
    </div>
  );
}
