import { Calculator, FileUp, GitCompareArrows, Plus, Send, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Notice } from '../../../ui/Notice.tsx';
import { SmallButton } from '../parts/SmallButton.tsx';

interface Props {
  readonly base: number;
  /** How many items lie outside of the town's bounds. */
  readonly problems: number;
  readonly onAdd: () => void;
  readonly onImport: () => void;
  readonly onCompare: () => void;
  readonly onTry: () => void;
  readonly onPublish: () => void;
  readonly onDiscard: () => void;
}

/** What can be done with a draft. Throwing it away asks once more in its place: nothing brings it back. */
export function DraftActs({ base, problems, onAdd, onImport, onCompare, onTry, onPublish, onDiscard }: Props) {
  const { t } = useTranslation('rules');
  const [asked, setAsked] = useState(false);
  return (
    <div className="flex flex-col gap-3">
      <p className="text-muted">{base === 0 ? t('draft.fromNothing') : t('draft.from', { version: base })}</p>
      <div className="flex flex-wrap gap-2">
        <SmallButton icon={Plus} onClick={onAdd}>
          {t('draft.add')}
        </SmallButton>
        <SmallButton icon={FileUp} onClick={onImport}>
          {t('draft.import')}
        </SmallButton>
        <SmallButton icon={GitCompareArrows} onClick={onCompare}>
          {t('draft.compare')}
        </SmallButton>
        <SmallButton icon={Calculator} onClick={onTry}>
          {t('draft.try')}
        </SmallButton>
        <SmallButton icon={Trash2} look="dangerQuiet" onClick={() => setAsked(true)}>
          {t('draft.discard')}
        </SmallButton>
        <SmallButton icon={Send} look="primary" onClick={onPublish}>
          {t('draft.publish')}
        </SmallButton>
      </div>
      {problems > 0 ? <Notice tone="danger">{t('draft.problems', { count: problems })}</Notice> : null}
      {asked ? (
        <Notice tone="danger" title={t('draft.discardAsk')} alert>
          <div className="mt-1 flex flex-wrap gap-2">
            <SmallButton onClick={() => setAsked(false)}>{t('draft.keep')}</SmallButton>
            <SmallButton look="danger" onClick={onDiscard}>
              {t('draft.discardYes')}
            </SmallButton>
          </div>
        </Notice>
      ) : null}
    </div>
  );
}
