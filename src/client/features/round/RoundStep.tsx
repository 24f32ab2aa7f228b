import { ChevronLeft, FileX, FolderOpen, ScanLine, SkipForward } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { Day } from '../../../domain/calendar.ts';
import { profileOf } from '../../../domain/profile.ts';
import type { Rule } from '../../../domain/rule.ts';
import { Button } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { LoadingRows } from '../../ui/Loading.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { Progress } from '../../ui/Progress.tsx';
import { Screen } from '../../ui/Screen.tsx';
import { CardScan } from '../household/CardScan.tsx';
import { useFile } from '../household/useFile.ts';
import { RoundDeed } from './RoundDeed.tsx';
import { finishHousehold, goBack, goTo, type Round } from './roundStore.ts';

interface Props {
  readonly round: Round;
  readonly rule: Rule;
  readonly code: string;
  readonly today: Day;
  readonly onStop: () => void;
}

/** One door of the round: whose, the item's value as big buttons, and on to the next. */
export function RoundStep({ round, rule, code, today, onStop }: Props) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const opened = useFile(code);
  const [scanning, setScanning] = useState(false);
  const progress = t('round.progress', { at: round.at + 1, total: round.codes.length });

  const onHousehold = (found: string) => {
    setScanning(false);
    if (!goTo(found)) void navigate(`/households/${found}`);
  };
  const header = (
    <>
      <PageHeader
        title={rule.title}
        subtitle={`${progress} · ${t('round.scored', { count: round.scored.size })}`}
        back={{ label: t('round.stop'), onBack: onStop }}
        action={
          <Button look="quiet" icon={ScanLine} onClick={() => setScanning(true)}>
            {t('round.scan')}
          </Button>
        }
      />
      <div className="bg-surface px-4 pb-3">
        <Progress value={round.scored.size + round.skipped.size} max={round.codes.length} label={progress} />
      </div>
    </>
  );
  const moves = (
    <div className="grid grid-cols-3 gap-2 [&>button]:px-2">
      <Button icon={ChevronLeft} disabled={round.at === 0} onClick={goBack}>
        {t('round.previous')}
      </Button>
      <Button icon={FolderOpen} onClick={() => void navigate(`/households/${code}`)}>
        {t('round.openFile')}
      </Button>
      <Button icon={SkipForward} onClick={() => finishHousehold(code, 'skipped')}>
        {t('round.skip')}
      </Button>
    </div>
  );
  return (
    <>
      {opened.status === 'open' ? (
        <RoundDeed
          header={header}
          moves={moves}
          view={opened.view}
          rule={rule}
          today={today}
          family={t('family', { name: profileOf(opened.view.file).head })}
          onSaved={() => finishHousehold(code, 'scored')}
        />
      ) : (
        <Screen header={header} footer={moves}>
          {opened.status === 'loading' ? (
            <LoadingRows rows={3} tall label={t('loading')} />
          ) : (
            <EmptyState icon={FileX} title={t('file.missingTitle')}>
              {t('file.missing')}
            </EmptyState>
          )}
        </Screen>
      )}
      {scanning ? <CardScan onHousehold={onHousehold} onClose={() => setScanning(false)} /> : null}
    </>
  );
}
