import { useTranslation } from 'react-i18next';
import type { Rule } from '../../../domain/rule.ts';
import type { FileView } from '../../engine/tablet.ts';
import { Sheet } from '../../ui/Sheet.tsx';
import { useToday } from '../household/useToday.ts';
import { DeedFields } from './DeedFields.tsx';
import { firstQuantity } from './deedDraft.ts';
import { SaveDeed } from './SaveDeed.tsx';
import { useDeed } from './useDeed.ts';

interface Props {
  readonly view: FileView;
  readonly rule: Rule;
  readonly onClose: () => void;
  readonly onSaved: () => void;
}

/** One deed under one item, on top of the screen it was chosen on. */
export function DeedSheet({ view, rule, onClose, onSaved }: Props) {
  const { t } = useTranslation();
  const today = useToday();
  const deed = useDeed(view, rule, today);
  const save = async () => {
    if (await deed.save()) onSaved();
  };
  return (
    <Sheet
      open
      title={rule.title}
      closeLabel={t('act.close')}
      onClose={onClose}
      footer={
        <SaveDeed
          state={deed.state}
          busy={deed.busy}
          error={deed.error}
          unit={rule.unit}
          firstQuantity={firstQuantity(rule)}
          onSave={() => void save()}
        />
      }
    >
      <DeedFields
        view={view}
        rule={rule}
        draft={deed.draft}
        today={today}
        verdict={deed.verdict}
        onChange={deed.change}
      />
    </Sheet>
  );
}
