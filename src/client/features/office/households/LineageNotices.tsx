import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { RegisterHousehold } from '../../../../protocol/officeRegister.ts';
import { Notice } from '../../../ui/Notice.tsx';
import { longMoment } from '../parts/moments.ts';
import { SmallButton } from '../parts/SmallButton.tsx';

interface Props {
  readonly household: RegisterHousehold;
  readonly onOpen: (code: string) => void;
}

/** What became of the household and where it comes from (CF-09), and that somebody has to decide about it. */
export function LineageNotices({ household, onOpen }: Props) {
  const { t } = useTranslation('households');
  const { merged, closed, splits, mergedFrom, splitFrom, openCases } = household;
  const other = (code: string) => (
    <SmallButton key={code} onClick={() => onOpen(code)} className="mt-1 mr-2 min-h-11">
      {t('open', { code })}
    </SmallButton>
  );
  const said = ({ byName, at, reason }: { byName: string; at: number; reason: string }) =>
    t('said', { name: byName, moment: longMoment(at), reason });
  const come = splitFrom === null ? mergedFrom : [...mergedFrom, splitFrom];
  if (merged === null && closed === null && splits.length === 0 && come.length === 0 && openCases === 0) return null;
  return (
    <div className="flex flex-col gap-2 px-5 pt-4 max-sm:px-3">
      {merged === null ? null : (
        <Notice tone="waiting" title={t('lineage.merged', { code: merged.into })}>
          <p>{said(merged)}</p>
          {other(merged.into)}
        </Notice>
      )}
      {closed === null ? null : (
        <Notice tone="waiting" title={t('lineage.closed')}>
          {said(closed)}
        </Notice>
      )}
      {splits.map((split) => (
        <Notice key={split.ref} tone="plain" title={t('lineage.split', { code: split.to })}>
          <p>{said(split)}</p>
          {other(split.to)}
        </Notice>
      ))}
      {come.length === 0 ? null : (
        <Notice tone="plain" title={t('lineage.from')}>
          {come.map(other)}
        </Notice>
      )}
      {openCases === 0 ? null : (
        <Notice tone="decided" title={t('lineage.cases', { count: openCases })}>
          <Link to="/office/cases" className="font-semibold underline">
            {t('lineage.toCases')}
          </Link>
        </Notice>
      )}
    </div>
  );
}
