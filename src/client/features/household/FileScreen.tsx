import { FileX, ScanLine } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useOutletContext, useParams } from 'react-router';
import { profileOf } from '../../../domain/profile.ts';
import type { FrameContext } from '../../TabletFrame.tsx';
import { Button } from '../../ui/Button.tsx';
import { EmptyState, ErrorState } from '../../ui/EmptyState.tsx';
import { LoadingRows } from '../../ui/Loading.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { Screen } from '../../ui/Screen.tsx';
import { useWide } from '../../ui/useWide.ts';
import { FileActs } from './FileActs.tsx';
import { FileBody } from './FileBody.tsx';
import { isEnded } from './lineage.ts';
import { useFile } from './useFile.ts';

/** The household file (一户一档). */
export default function FileScreen() {
  const { t } = useTranslation();
  const { code = '' } = useParams();
  const { scan } = useOutletContext<FrameContext>();
  const navigate = useNavigate();
  const wide = useWide();
  const opened = useFile(code);
  const profile = opened.status === 'open' ? profileOf(opened.view.file) : undefined;
  const header = (
    <PageHeader
      title={profile ? t('family', { name: profile.head }) : code}
      subtitle={
        profile ? (
          <>
            {profile.doorPlate} · <span className="whitespace-nowrap">{code}</span>
          </>
        ) : undefined
      }
      {...(wide ? {} : { back: { label: t('act.back'), onBack: () => void navigate('/households') } })}
      action={
        <Button look="quiet" icon={ScanLine} onClick={scan}>
          {t('file.scanNext')}
        </Button>
      }
    />
  );
  if (opened.status === 'open') {
    return (
      <Screen header={header} footer={isEnded(opened.view.file) ? undefined : <FileActs code={code} />}>
        <FileBody key={code} view={opened.view} />
      </Screen>
    );
  }
  return (
    <Screen header={header}>
      {opened.status === 'loading' ? <LoadingRows rows={4} tall label={t('loading')} /> : null}
      {opened.status === 'missing' ? (
        <EmptyState icon={FileX} title={t('file.missingTitle')}>
          {t('file.missing')}
        </EmptyState>
      ) : null}
      {opened.status === 'failed' ? <ErrorState title={t('file.failedTitle')}>{t('file.failed')}</ErrorState> : null}
    </Screen>
  );
}
