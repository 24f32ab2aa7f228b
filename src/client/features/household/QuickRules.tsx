import { Plus } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { mayRecord } from '../../../domain/role.ts';
import type { Rule } from '../../../domain/rule.ts';
import type { FileView } from '../../engine/tablet.ts';
import { useTabletState } from '../../useTablet.tsx';
import { DeedSheet } from '../score/DeedSheet.tsx';
import { usedRules } from '../score/usage.ts';
import { rulesOf } from './rules.ts';
import { useToday } from './useToday.ts';

const SHOWN = 3;

/** The items used last, one tap from the file: what a worker does at every door of a street. */
export function QuickRules({ view }: { view: FileView }) {
  const { t } = useTranslation();
  const catalogue = useTabletState((s) => s.catalogue);
  const role = useTabletState((s) => s.user?.role);
  const kind = useTabletState((s) => s.device?.kind);
  const today = useToday();
  const [rule, setRule] = useState<Rule>();
  const { village } = view.file;
  const rules = useMemo(() => {
    if (!catalogue) return [];
    const inForce = rulesOf(catalogue, village, today);
    return usedRules()
      .flatMap((code) => inForce.get(code) ?? [])
      .filter((r) => r.enabled && r.kind === 'plus')
      .slice(0, SHOWN);
  }, [catalogue, village, today]);
  if (rules.length === 0 || !role || !kind || !mayRecord(role, kind, 'entry.record')) return null;
  return (
    <section aria-label={t('file.quick')} className="flex flex-col gap-2">
      <h2 className="px-1 text-sm font-semibold text-muted">{t('file.quick')}</h2>
      <div className="grid gap-2 sm:grid-cols-3">
        {rules.map((each) => (
          <button
            key={each.code}
            type="button"
            onClick={() => setRule(each)}
            className="flex min-h-13 items-center gap-2 rounded-xl border border-primary/50 bg-primary-soft px-3 py-2 text-left leading-tight font-semibold text-primary sun:border-primary"
          >
            <Plus aria-hidden="true" className="size-5 shrink-0" />
            {each.title}
          </button>
        ))}
      </div>
      {rule ? (
        <DeedSheet
          key={rule.code}
          view={view}
          rule={rule}
          onClose={() => setRule(undefined)}
          onSaved={() => setRule(undefined)}
        />
      ) : null}
    </section>
  );
}
