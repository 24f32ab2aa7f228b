import { useTranslation } from 'react-i18next';
import type { RollPreview } from '../../../../protocol/officeRoll.ts';
import { fieldName } from '../../../../protocol/verdictWords/fieldName.ts';
import { currentLanguage } from '../../../i18n/i18n.ts';
import { Chip, type Tone } from '../../../ui/Chip.tsx';
import { PreviewLine, type PreviewWords } from './PreviewLine.tsx';
import { PreviewSection } from './PreviewSection.tsx';
import type { Skipping } from './PreviewView.tsx';
import { valueWords } from './valueWords.ts';

const TONES: Readonly<Record<RollPreview['problems'][number]['severity'], Tone>> = {
  error: 'danger',
  confirm: 'decided',
  warn: 'waiting',
  info: 'plain',
};

/** Everything that a roll says, in lists: what it adds, what it changes from what to what, what is odd about it, what is left. */
export function PreviewLists({ preview, skipping }: { readonly preview: RollPreview; readonly skipping: Skipping }) {
  const { t } = useTranslation('households');
  const at = ({ sheet, row }: { sheet: string; row: number }) => t('import.at', { sheet, row });
  const words: PreviewWords = { at, tick: (head) => t('import.tick', { head }), all: t('import.all') };
  const value = (one: unknown) =>
    valueWords(one, { nothing: t('history.nothing'), active: t('status.active'), away: t('status.away') });
  const field = (name: string) => fieldName(name, currentLanguage());
  return (
    <>
      <PreviewLine
        title={t('import.changed', { count: preview.changed.length })}
        items={preview.changed}
        skipping={skipping}
        words={words}
        open
      >
        {({ set }) => (
          <ul>
            {set.map((one) => (
              <li key={one.field}>
                <strong className="mr-2">{field(one.field)}</strong>
                {t('history.fromTo', { was: value(one.was), now: value(one.value) })}
              </li>
            ))}
          </ul>
        )}
      </PreviewLine>
      <PreviewLine
        title={t('import.added', { count: preview.added.length })}
        items={preview.added}
        skipping={skipping}
        words={words}
      >
        {({ doorPlate, phone, members }) => (
          <p className="text-muted">
            {[doorPlate || t('noPlate'), phone, members.join('、')].filter(Boolean).join(' · ')}
          </p>
        )}
      </PreviewLine>
      <PreviewSection
        title={t('import.problems', { count: preview.problems.length })}
        items={preview.problems}
        keyOf={(one) => `${one.sheet} ${one.row} ${one.field} ${one.code}`}
      >
        {({ sheet, row, field: column, severity, raw, message }) => (
          <div className="flex flex-wrap items-center gap-x-3 px-4 py-2">
            <span className="w-40 text-muted">{at({ sheet, row })}</span>
            <span className="min-w-0 flex-1">
              {column === '' ? null : <strong className="mr-2">{column}</strong>}
              {message}
              {raw === '' ? null : <span className="ml-2 text-muted">“{raw}”</span>}
            </span>
            <Chip tone={TONES[severity]}>{t(`import.severity.${severity}`)}</Chip>
          </div>
        )}
      </PreviewSection>
      <PreviewSection
        title={t('import.withoutGrid', { count: preview.withoutGrid.length })}
        items={preview.withoutGrid}
        open
        keyOf={({ household }) => household}
      >
        {({ head, sources }) => <p className="px-4 py-2">{`${head} · ${sources.map(at).join('、')}`}</p>}
      </PreviewSection>
      <PreviewSection
        title={t('import.kept', { count: preview.kept.length })}
        items={preview.kept}
        keyOf={(one) => `${one.household} ${one.field} ${one.here} ${one.roll}`}
      >
        {({ household, head, field: name, reason, here, roll }) => (
          <p className="px-4 py-2">
            {`${household} ${head} `}
            <strong className="mr-2">{field(name)}</strong>
            {reason === 'absent' ? here : t('import.here', { here: value(here), roll: value(roll) })}
            <span className="ml-2 text-muted">{t(`import.why.${reason}`)}</span>
          </p>
        )}
      </PreviewSection>
      <PreviewSection
        title={t('import.missing', { count: preview.missing.length })}
        items={preview.missing}
        keyOf={({ household }) => household}
      >
        {({ household, head }) => <p className="px-4 py-2">{`${household} ${head}`}</p>}
      </PreviewSection>
      <PreviewSection
        title={t('import.ignored', { count: preview.ignored.length })}
        items={preview.ignored}
        keyOf={(one) => `${one.sheet} ${one.row}`}
      >
        {(one) => <p className="px-4 py-2">{`${at(one)} · ${t(`import.row.${one.reason as 'title'}`)}`}</p>}
      </PreviewSection>
      <PreviewSection
        title={t('import.unread', { count: preview.unread.length })}
        items={preview.unread}
        keyOf={({ sheet }) => sheet}
      >
        {({ sheet, columns }) => <p className="px-4 py-2">{`${sheet} · ${columns.join('、')}`}</p>}
      </PreviewSection>
    </>
  );
}
