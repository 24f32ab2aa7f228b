import { useTranslation } from 'react-i18next';
import { dayOf } from '../../../../domain/calendar.ts';
import type { SettlePreview } from '../../../../protocol/officeQuarter.ts';
import { longDay } from '../../../ui/dates.ts';
import { LoadingRows } from '../../../ui/Loading.tsx';
import { Notice } from '../../../ui/Notice.tsx';
import { showToast } from '../../../ui/toastStore.ts';
import { postJson } from '../officeApi.ts';
import { FactList } from '../parts/FactList.tsx';
import { FailurePanel } from '../parts/FailurePanel.tsx';
import { FinalActFooter, FinalActSure } from '../parts/FinalAct.tsx';
import { grouped } from '../parts/moments.ts';
import { OfficeDialog } from '../parts/OfficeDialog.tsx';
import { SmallButton } from '../parts/SmallButton.tsx';
import { useSure } from '../parts/useSure.ts';
import { FigureTable } from '../statistics/FigureTable.tsx';
import { usePublish } from '../usePublish.ts';
import { useRemote } from '../useRemote.ts';
import { useQuarterName } from './useQuarterName.ts';

/** Households that are drawn; the op has all. */
const SHOWN = 100;

interface Props {
  readonly village: string;
  readonly villageName: string;
  readonly quarter: string;
  readonly onClose: () => void;
  readonly onSettled: () => void;
}

/** Settling cannot be undone: who would lose what, and then a deliberate second act (AL-9). */
export function SettleDialog({ village, villageName, quarter, onClose, onSettled }: Props) {
  const { t } = useTranslation('quarter');
  const name = useQuarterName()(quarter);
  const sure = useSure(true);
  const { problem, busy, publish } = usePublish((unsent) => {
    showToast(t(unsent ? 'settle.doneHere' : 'settle.done'));
    onSettled();
  });
  const {
    data,
    problem: missing,
    reload,
  } = useRemote(`${village} ${quarter}`, () =>
    postJson<SettlePreview>('/api/office/quarter/settle-preview', { village, quarter }),
  );
  const may = data !== undefined && data.refusal === null;
  const act = async () => {
    if (!may || !sure.given()) return;
    const lines = data.lines.map(({ household, points }): [string, number] => [household, points]);
    await publish({ kind: 'quarter.settle', body: { village, quarter, lines } });
  };
  return (
    <OfficeDialog
      open
      title={t('settle.title', { village: villageName, quarter: name })}
      onClose={onClose}
      footer={
        may ? (
          <FinalActFooter act={t('settle.act')} busy={busy} onClose={onClose} onAct={() => void act()} />
        ) : (
          <SmallButton onClick={onClose}>{t('settle.close')}</SmallButton>
        )
      }
    >
      <div className="flex flex-col gap-4">
        <p>{t('settle.about')}</p>
        {data ? (
          <Preview data={data} />
        ) : missing === undefined ? (
          <LoadingRows rows={4} label={t('loading')} />
        ) : (
          <FailurePanel problem={missing} retry={reload} />
        )}
        {may ? <FinalActSure failure={problem} label={t('settle.sure')} sure={sure} /> : null}
      </div>
    </OfficeDialog>
  );
}

function Preview({ data }: { readonly data: SettlePreview }) {
  const { t } = useTranslation('quarter');
  const { refusal, settled, lines } = data;
  if (settled) {
    const { by, at, households, points } = settled;
    const day = longDay(dayOf(at));
    return <Notice tone="plain">{t('settle.settled', { by, day, count: households, points: grouped(points) })}</Notice>;
  }
  // Figures of what does not lapse at all would only frighten.
  if (refusal === 'leftover_stays') return <Notice tone="plain">{t('settle.refusal.leftover_stays')}</Notice>;
  return (
    <>
      {refusal === null ? null : (
        <Notice tone="waiting">{t(`settle.refusal.${refusal}`, { count: data.waiting })}</Notice>
      )}
      <FactList
        facts={[
          [t('settle.households'), grouped(lines.length)],
          [t('settle.points'), grouped(data.points)],
          [t('settle.onDevices'), grouped(data.onDevices)],
          ...(data.keeps > 0
            ? [[t('settle.keeps'), t('settle.keepsPoints', { points: grouped(data.keeps) })] as const]
            : []),
        ]}
      />
      {lines.length === 0 ? (
        <p className="text-muted">{t('settle.none')}</p>
      ) : (
        <FigureTable
          title={t('settle.first', { count: Math.min(SHOWN, lines.length) })}
          columns={[{ name: t('settle.household') }, { name: t('settle.lapses'), figure: true }]}
          rows={lines.slice(0, SHOWN).map(({ household, head, points }) => ({
            key: household,
            cells: [`${head} ${household}`, `\u2212${grouped(points)}`],
          }))}
        />
      )}
    </>
  );
}
