import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { LoadingRows } from '../../ui/Loading.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { Screen } from '../../ui/Screen.tsx';
import { useBack } from '../../ui/useBack.ts';
import { useFile } from '../household/useFile.ts';
import { EditForm } from './EditForm.tsx';

/** Changing the profile of a household. */
export default function EditScreen() {
  const { t } = useTranslation();
  const { code = '' } = useParams();
  const back = useBack(`/households/${code}`);
  const opened = useFile(code);
  if (opened.status === 'open') return <EditForm key={code} file={opened.view.file} onDone={back} />;
  return (
    <Screen header={<PageHeader title={t('edit.title')} back={{ label: t('act.back'), onBack: back }} />}>
      <LoadingRows rows={5} label={t('loading')} />
    </Screen>
  );
}
