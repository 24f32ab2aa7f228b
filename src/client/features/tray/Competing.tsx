import { useTranslation } from 'react-i18next';
import { shortDay } from '../../ui/dates.ts';
import { signed } from '../../ui/Points.tsx';
import { useFile } from '../household/useFile.ts';
import { useNames } from '../household/useNames.ts';

interface Props {
  readonly household: string;
  /** Ids of the entries that were there first. */
  readonly entries: readonly string[];
}

/** The entries a held deed competes with: whose they are, from when, how many points (CF-02). */
export function Competing({ household, entries }: Props) {
  const { t } = useTranslation();
  const names = useNames();
  const opened = useFile(household);
  if (opened.status !== 'open') return null;
  const known = opened.view.file.entries.filter((e) => entries.includes(e.id));
  if (known.length === 0) return null;
  return (
    <section>
      <h3 className="font-semibold">{t('tray.competing')}</h3>
      <ul className="mt-1 list-disc pl-6">
        {known.map((entry) => (
          <li key={entry.id}>
            {t('tray.competingLine', {
              date: shortDay(entry.date),
              points: signed(entry.points),
              name: names.person(entry.by),
            })}
          </li>
        ))}
      </ul>
    </section>
  );
}
