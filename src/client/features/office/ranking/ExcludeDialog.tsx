import { type FormEvent, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RankingRow } from '../../../../protocol/officeRanking.ts';
import { TextField } from '../../../ui/Field.tsx';
import { Notice } from '../../../ui/Notice.tsx';
import type { OfficeOp } from '../officeRecorder.ts';
import { OfficeDialog } from '../parts/OfficeDialog.tsx';
import { SmallButton } from '../parts/SmallButton.tsx';
import { useVerdictText } from '../parts/useVerdictText.ts';
import { useMe } from '../useMe.ts';
import { recordAll } from '../useRecorder.ts';

interface Props {
  readonly row: RankingRow;
  readonly year: number;
  /** Whether it is taken out, or in again. */
  readonly excluded: boolean;
  readonly onClose: () => void;
  readonly onSaved: (unsent: boolean) => void;
}

/** A household is taken out of a year's ranking, or in again, with the reason. It can be taken back until the list is frozen. */
export function ExcludeDialog({ row, year, excluded, onClose, onSaved }: Props) {
  const { t } = useTranslation('ranking');
  const { t: office } = useTranslation('office');
  const me = useMe();
  const verdictText = useVerdictText();
  const form = useId();
  const [reason, setReason] = useState('');
  const [asked, setAsked] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();
  const missing = reason.trim() === '';
  const words = excluded ? 'exclude' : 'include';
  const send = async (event: FormEvent) => {
    event.preventDefault();
    setAsked(true);
    if (missing) return;
    setBusy(true);
    // Of a family whose exclusion came with households that became part of it, each word is taken back.
    const { settled } = await recordAll(
      me,
      (excluded ? [row.household] : (row.named ?? [row.household])).map(
        (household): OfficeOp => ({
          kind: 'ranking.exclude',
          body: { household, year, excluded, reason: reason.trim() },
        }),
      ),
    );
    setBusy(false);
    const refused = settled.find((verdict) => verdict !== 'unsent' && verdict.outcome !== 'applied');
    if (settled.length === 0) setProblem(office('goods.notSaved'));
    else if (refused !== undefined) setProblem(verdictText(refused));
    else onSaved(settled.includes('unsent'));
  };
  return (
    <OfficeDialog
      open
      title={t(`${words}.title`, { head: row.head, year })}
      onClose={onClose}
      footer={
        <>
          <SmallButton onClick={onClose}>{office('cancel')}</SmallButton>
          <SmallButton look="primary" type="submit" form={form} busy={busy}>
            {t(`${words}.act`)}
          </SmallButton>
        </>
      }
    >
      <form id={form} noValidate onSubmit={(event) => void send(event)} className="flex flex-col gap-4">
        {problem === undefined ? null : (
          <Notice tone="danger" alert>
            {problem}
          </Notice>
        )}
        <p>{t(`${words}.about`)}</p>
        <TextField
          label={t(`${words}.reason`)}
          value={reason}
          maxLength={200}
          error={asked && missing ? t('exclude.needed') : undefined}
          onChange={(event) => setReason(event.target.value)}
        />
      </form>
    </OfficeDialog>
  );
}
