import { MessageCircleMore, MessagesSquare, PenLine } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ObjectionsResponse, OfficeObjection, PublicityMonthsResponse } from '../../../../protocol/publicity.ts';
import { Chip } from '../../../ui/Chip.tsx';
import { longDay, longMonth } from '../../../ui/dates.ts';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { LoadingRows } from '../../../ui/Loading.tsx';
import { postJson } from '../officeApi.ts';
import { FailurePanel } from '../parts/FailurePanel.tsx';
import { MoreRows } from '../parts/MoreRows.tsx';
import { longMoment } from '../parts/moments.ts';
import { SelectField } from '../parts/SelectField.tsx';
import { SmallButton } from '../parts/SmallButton.tsx';
import { usePages } from '../usePages.ts';
import { AnswerDialog } from './AnswerDialog.tsx';
import { RecordDialog } from './RecordDialog.tsx';

interface Props {
  readonly village: string;
  readonly months: PublicityMonthsResponse;
  readonly onChanged: () => void;
}

/** Objections with their deadlines; those by phone and on paper are typed in here. */
export function ObjectionsTab({ village, months, onChanged }: Props) {
  const { t } = useTranslation('publicity');
  const [which, setWhich] = useState<'open' | 'answered'>('open');
  const [answering, setAnswering] = useState<OfficeObjection>();
  const [recording, setRecording] = useState(false);
  const pages = usePages(`objections ${village} ${which}`, async (cursor) => {
    const body = { village, month: null, which, cursor };
    const answer = await postJson<ObjectionsResponse>('/api/office/publicity/objections', body);
    return { rows: answer.objections, cursor: answer.cursor };
  });
  const { first, rows } = pages;
  const changed = () => {
    setAnswering(undefined);
    setRecording(false);
    first.reload();
    onChanged();
  };
  const published = months.months.filter(({ list }) => list !== null);
  return (
    <>
      <div className="flex flex-wrap items-end justify-between gap-3">
        <SelectField
          label={t('objection.which')}
          value={which}
          options={(['open', 'answered'] as const).map((value) => ({ value, label: t(`objection.${value}`) }))}
          onChange={(next) => setWhich(next === 'answered' ? 'answered' : 'open')}
        />
        {published.length > 0 ? (
          <SmallButton icon={PenLine} onClick={() => setRecording(true)}>
            {t('objection.record')}
          </SmallButton>
        ) : null}
      </div>
      {first.data === undefined ? (
        first.problem === undefined ? (
          <LoadingRows rows={4} tall label={t('loading')} />
        ) : (
          <FailurePanel problem={first.problem} retry={first.reload} />
        )
      ) : rows.length === 0 ? (
        <EmptyState icon={MessagesSquare} title={t(`objection.none.${which}`)}>
          {t('objection.noneHint')}
        </EmptyState>
      ) : (
        <ul className="flex flex-col gap-3">
          {rows.map((one) => (
            <ObjectionCard key={one.id} one={one} onAnswer={() => setAnswering(one)} />
          ))}
        </ul>
      )}
      <MoreRows pages={pages} />
      {recording ? (
        <RecordDialog
          village={village}
          months={published}
          today={months.today}
          onClose={() => setRecording(false)}
          onSaved={changed}
        />
      ) : null}
      {answering ? (
        <AnswerDialog
          village={village}
          objection={answering}
          today={months.today}
          onClose={() => setAnswering(undefined)}
          onAnswered={changed}
        />
      ) : null}
    </>
  );
}

function ObjectionCard({ one, onAnswer }: { readonly one: OfficeObjection; readonly onAnswer: () => void }) {
  const { t } = useTranslation('publicity');
  return (
    <li className="flex flex-wrap items-start gap-4 rounded-xl border bg-surface p-4">
      <div className="min-w-64 flex-1">
        <p className="flex flex-wrap items-center gap-2">
          <strong>{one.id}</strong>
          <span>{longMonth(one.month)}</span>
          <Chip tone="plain">{t(`objection.ways.${one.how}`)}</Chip>
          {one.outcome === null ? (
            <span className={one.overdue ? 'font-bold text-danger' : 'text-muted'}>
              {t('objection.due', { day: longDay(one.due) })}
              {one.overdue ? ` · ${t('objection.overdue')}` : ''}
            </span>
          ) : (
            <Chip tone={one.outcome === 'dismissed' ? 'plain' : 'good'}>{t(`objection.outcomes.${one.outcome}`)}</Chip>
          )}
        </p>
        <p className="mt-1 whitespace-pre-wrap">{one.text}</p>
        <p className="mt-1 text-muted">
          {[
            longDay(one.day),
            one.name,
            one.phone,
            one.household === null ? null : `${t('objection.about')} ${one.head ?? ''} ${one.household}`,
          ]
            .filter((part) => part !== null && part !== '')
            .join(' · ')}
        </p>
        {one.answer === null ? null : (
          <div className="mt-2 rounded-lg bg-sunken p-3">
            <p className="whitespace-pre-wrap">{one.answer}</p>
            {one.effects.length > 0 ? <p>{t('objection.effects', { refs: one.effects.join(' ') })}</p> : null}
            <p className="text-muted">
              {t('objection.by', {
                name: one.answeredByName ?? '',
                moment: one.answeredAt === null ? '' : longMoment(one.answeredAt),
              })}
            </p>
          </div>
        )}
      </div>
      {one.outcome === null ? (
        <SmallButton
          look="primary"
          icon={MessageCircleMore}
          aria-label={`${t('objection.answer')} ${one.id}`}
          onClick={onAnswer}
        >
          {t('objection.answer')}
        </SmallButton>
      ) : null}
    </li>
  );
}
