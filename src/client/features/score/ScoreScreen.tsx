import { FileX } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams, useSearchParams } from 'react-router';
import { profileOf } from '../../../domain/profile.ts';
import type { Rule } from '../../../domain/rule.ts';
import { EmptyState, ErrorState } from '../../ui/EmptyState.tsx';
import { LoadingRows } from '../../ui/Loading.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { Tabs } from '../../ui/Tabs.tsx';
import { useBack } from '../../ui/useBack.ts';
import { useTabletState } from '../../useTablet.tsx';
import { rulesOf } from '../household/rules.ts';
import { useFile } from '../household/useFile.ts';
import { useToday } from '../household/useToday.ts';
import { DeedSheet } from './DeedSheet.tsx';
import { RulePicker } from './RulePicker.tsx';

/** Scoring one household: choose the item, say how much, save. */
export default function ScoreScreen() {
  const { t } = useTranslation();
  const { code = '' } = useParams();
  const [params, setParams] = useSearchParams();
  const kind = params.get('kind') === 'minus' ? 'minus' : 'plus';
  const back = useBack(`/households/${code}`);
  const opened = useFile(code);
  const catalogue = useTabletState((s) => s.catalogue);
  const today = useToday();
  const [rule, setRule] = useState<Rule>();

  if (opened.status !== 'open' || !catalogue) {
    return (
      <div className="h-full overflow-y-auto">
        <PageHeader title={code} back={{ label: t('act.back'), onBack: back }} />
        {opened.status === 'missing' ? (
          <EmptyState icon={FileX} title={t('file.missingTitle')}>
            {t('file.missing')}
          </EmptyState>
        ) : opened.status === 'failed' ? (
          <ErrorState title={t('file.failedTitle')}>{t('file.failed')}</ErrorState>
        ) : (
          <LoadingRows rows={6} label={t('loading')} />
        )}
      </div>
    );
  }
  const { view } = opened;
  const family = t('family', { name: profileOf(view.file).head });
  return (
    <div className="flex h-full flex-col">
      <PageHeader
        title={kind === 'plus' ? t('score.plusTitle', { family }) : t('score.minusTitle', { family })}
        back={{ label: t('act.back'), onBack: back }}
      />
      <Tabs
        label={t('score.kind')}
        value={kind}
        onChange={(next) => setParams(next === 'minus' ? { kind: 'minus' } : {}, { replace: true })}
        tabs={[
          { value: 'plus', label: t('file.plus') },
          { value: 'minus', label: t('file.minus') },
        ]}
      />
      <div className="min-h-0 flex-1 overflow-y-auto overscroll-contain">
        <RulePicker key={kind} rules={rulesOf(catalogue, view.file.village, today)} kind={kind} onChoose={setRule} />
      </div>
      {rule ? (
        <DeedSheet key={rule.code} view={view} rule={rule} onClose={() => setRule(undefined)} onSaved={back} />
      ) : null}
    </div>
  );
}
