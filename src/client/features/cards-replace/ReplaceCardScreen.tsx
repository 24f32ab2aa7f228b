import { CreditCard } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { profileOf } from '../../../domain/profile.ts';
import { Button } from '../../ui/Button.tsx';
import { Choice } from '../../ui/Choice.tsx';
import { TextField } from '../../ui/Field.tsx';
import { LoadingRows } from '../../ui/Loading.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { Screen } from '../../ui/Screen.tsx';
import { showToast } from '../../ui/toastStore.ts';
import { useBack } from '../../ui/useBack.ts';
import { useFile } from '../household/useFile.ts';
import { useRecord } from '../household/useRecord.ts';

const REASONS = ['lost', 'damaged', 'stolen', 'other'] as const;

/** 换卡: the next number becomes valid and every older card stops redeeming. Cannot be taken back, so it takes two acts. */
export default function ReplaceCardScreen() {
  const { t } = useTranslation();
  const { code = '' } = useParams();
  const back = useBack(`/households/${code}`);
  const opened = useFile(code);
  const record = useRecord();
  const [reason, setReason] = useState<(typeof REASONS)[number]>();
  const [more, setMore] = useState('');
  const [confirming, setConfirming] = useState(false);
  const [error, setError] = useState<string>();
  const [busy, setBusy] = useState(false);
  const header = <PageHeader title={t('replace.title')} back={{ label: t('act.back'), onBack: back }} />;
  if (opened.status !== 'open') {
    return (
      <Screen header={header}>
        <LoadingRows rows={3} tall label={t('loading')} />
      </Screen>
    );
  }
  const { file } = opened.view;
  const family = t('family', { name: profileOf(file).head });
  const next = file.card + 1;

  const replace = async () => {
    if (!reason) return;
    setBusy(true);
    const words = [t(`replace.reasons.${reason}`), more.trim()].filter((w) => w !== '').join('，');
    const done = await record('card.replace', { household: code, n: next, reason: words });
    setBusy(false);
    if (!done.ok) {
      setError(done.words);
      return;
    }
    showToast(t('replace.done', { next }));
    back();
  };

  if (confirming) {
    return (
      <Screen
        header={header}
        footer={
          <div className="grid gap-2 sm:grid-cols-2">
            <Button size="lg" block disabled={busy} onClick={() => setConfirming(false)}>
              {t('replace.goBack')}
            </Button>
            <Button look="danger" size="lg" icon={CreditCard} block busy={busy} onClick={() => void replace()}>
              {t('replace.act')}
            </Button>
          </div>
        }
      >
        <Notice tone="danger" title={t('replace.confirmTitle', { next })} alert>
          {t('replace.confirmBody')}
        </Notice>
        <p className="py-4 text-center text-3xl font-bold">
          {file.card} → {next}
        </p>
        <p className="text-center text-lg">{t('replace.lead', { family, current: file.card, next })}</p>
        {error ? (
          <Notice tone="danger" alert>
            {error}
          </Notice>
        ) : null}
      </Screen>
    );
  }
  return (
    <Screen
      header={header}
      footer={
        <Button
          look="primary"
          size="lg"
          block
          onClick={() => (reason ? setConfirming(true) : setError(t('replace.needsReason')))}
        >
          {t('replace.next')}
        </Button>
      }
    >
      <p className="text-lg">{t('replace.lead', { family, current: file.card, next })}</p>
      {error ? (
        <Notice tone="danger" alert>
          {error}
        </Notice>
      ) : null}
      <Choice
        legend={t('replace.reason')}
        columns={2}
        value={reason}
        onChange={(chosen) => {
          setReason(chosen);
          setError(undefined);
        }}
        options={REASONS.map((value) => ({ value, label: t(`replace.reasons.${value}`) }))}
      />
      <TextField
        label={t('replace.otherText')}
        value={more}
        maxLength={100}
        onChange={(event) => setMore(event.target.value)}
      />
      <Notice tone="waiting">{t('replace.consequence')}</Notice>
    </Screen>
  );
}
