import type { ReactNode } from 'react';
import type { Day } from '../../../domain/calendar.ts';
import { profileOf } from '../../../domain/profile.ts';
import type { Rule } from '../../../domain/rule.ts';
import type { FileView } from '../../engine/tablet.ts';
import { Screen } from '../../ui/Screen.tsx';
import { DeedFields } from '../score/DeedFields.tsx';
import { firstQuantity } from '../score/deedDraft.ts';
import { SaveDeed } from '../score/SaveDeed.tsx';
import { useDeed } from '../score/useDeed.ts';

interface Props {
  readonly header: ReactNode;
  readonly moves: ReactNode;
  readonly view: FileView;
  readonly rule: Rule;
  readonly today: Day;
  readonly family: string;
  readonly onSaved: () => void;
}

/** The deed of the household in hand. */
export function RoundDeed({ header, moves, view, rule, today, family, onSaved }: Props) {
  const deed = useDeed(view, rule, today);
  const save = async () => {
    if (await deed.save()) onSaved();
  };
  return (
    <Screen
      header={header}
      footer={
        <div className="flex flex-col gap-2">
          <SaveDeed
            state={deed.state}
            busy={deed.busy}
            error={deed.error}
            unit={rule.unit}
            firstQuantity={firstQuantity(rule)}
            onSave={() => void save()}
          />
          {moves}
        </div>
      }
    >
      <div className="px-1 py-2">
        <p className="text-3xl font-bold">{family}</p>
        <p className="mt-1 text-lg text-muted">
          {profileOf(view.file).doorPlate} · {view.file.code}
        </p>
      </div>
      <DeedFields
        view={view}
        rule={rule}
        draft={deed.draft}
        today={today}
        verdict={deed.verdict}
        onChange={deed.change}
      />
    </Screen>
  );
}
