import { ArrowRight } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { dayOf } from '../../../domain/calendar.ts';
import type { HouseholdFile } from '../../../domain/household.ts';
import { Button } from '../../ui/Button.tsx';
import { longDay } from '../../ui/dates.ts';
import { Notice } from '../../ui/Notice.tsx';
import { signed } from '../../ui/Points.tsx';
import { setScanned } from './scanned.ts';
import { useDirectory } from './useDirectory.ts';

/** What became of a household, and which ones it goes on in (CF-09). */
export function LineageNotices({ file }: { file: HouseholdFile }) {
  const { t } = useTranslation();
  const rows = useDirectory();
  const family = (code: string) => {
    const row = rows.find((one) => one.code === code);
    return row ? t('family', { name: row.head }) : code;
  };
  const { merged, closed, splits = [], moves = [], lapses = [] } = file;
  const moved = new Map<string, number>();
  for (const move of moves) moved.set(move.with, (moved.get(move.with) ?? 0) + move.points);
  return (
    <>
      {merged ? (
        <Notice tone="waiting" title={t('lineage.mergedTitle', { family: family(merged.into) })}>
          <p>{t('lineage.merged', { date: longDay(dayOf(merged.at)), reason: merged.reason })}</p>
          <OpenFamily code={merged.into} family={family(merged.into)} />
        </Notice>
      ) : null}
      {closed && !merged ? (
        <Notice tone="waiting" title={t('lineage.closedTitle')}>
          {t('lineage.closed', { date: longDay(dayOf(closed.at)), reason: closed.reason })}
        </Notice>
      ) : null}
      {splits.map((split) => (
        <Notice key={split.ref} tone="plain" title={t('lineage.splitTitle', { family: family(split.to) })}>
          <p>{t('lineage.split', { date: longDay(dayOf(split.at)), reason: split.reason })}</p>
          <OpenFamily code={split.to} family={family(split.to)} />
        </Notice>
      ))}
      {lapses.map(({ id, at, quarter, points }) => (
        <p key={id} className="px-4 text-muted">
          {t('lineage.lapsed', {
            ...{ date: longDay(dayOf(at)), year: quarter.slice(0, 4), n: quarter.slice(5) },
            points: signed(-points),
          })}
        </p>
      ))}
      {[...moved].map(([code, points]) =>
        points === 0 || merged?.into === code ? null : (
          <p key={code} className="px-4 text-muted">
            {t('lineage.points', { family: family(code), points: signed(points) })}
          </p>
        ),
      )}
    </>
  );
}

function OpenFamily({ code, family }: { readonly code: string; readonly family: string }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  return (
    <Button
      icon={ArrowRight}
      className="mt-2"
      onClick={() => {
        setScanned(undefined);
        void navigate(`/households/${code}`);
      }}
    >
      {t('lineage.open', { family })}
    </Button>
  );
}
