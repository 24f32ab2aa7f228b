import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { VerdictNames } from '../../../protocol/verdictWords/said.ts';
import { longDay } from '../../ui/dates.ts';
import { useTablet, useTabletState } from '../../useTablet.tsx';

/** Names behind codes, from what this device knows; the code itself when it knows no better. */
export function useNames(): VerdictNames {
  const catalogue = useTabletState((s) => s.catalogue);
  const { t, i18n } = useTranslation();
  const tablet = useTablet();
  // biome-ignore lint/correctness/useExhaustiveDependencies: days are spoken in the language now shown.
  return useMemo(() => {
    const titles = new Map<string, string>();
    for (const version of catalogue?.rules ?? []) for (const rule of version.rules) titles.set(rule.code, rule.title);
    return {
      rule: (code) => titles.get(code) ?? code,
      person: (id) => catalogue?.people[id] ?? catalogue?.users.find((u) => u.id === id)?.name ?? id,
      day: longDay,
      household: (code) => {
        const row = tablet.directory().find((r) => r.code === code);
        return row ? t('family', { name: row.head }) : code;
      },
      goods: (sku) => catalogue?.goods.find((one) => one.sku === sku)?.name ?? sku,
    };
  }, [catalogue, tablet, t, i18n.language]);
}
