import { useTranslation } from 'react-i18next';
import { OfficeDialog } from '../parts/OfficeDialog.tsx';
import { SmallButton } from '../parts/SmallButton.tsx';

const KEYS = [
  ['J', 'j'],
  ['K', 'k'],
  ['X', 'x'],
  ['A', 'a'],
  ['P', 'p'],
  ['R', 'r'],
  ['/', 'slash'],
  ['Esc', 'escape'],
  ['?', 'help'],
] as const;

/** The keys of the review, in words. */
export function KeysDialog({ open, onClose }: { readonly open: boolean; readonly onClose: () => void }) {
  const { t } = useTranslation('review');
  const { t: office } = useTranslation('office');
  return (
    <OfficeDialog
      open={open}
      title={t('keys.title')}
      onClose={onClose}
      footer={<SmallButton onClick={onClose}>{office('close')}</SmallButton>}
    >
      <dl className="grid grid-cols-[auto_1fr] items-center gap-x-4 gap-y-2">
        {KEYS.map(([key, what]) => (
          <div key={key} className="contents">
            <dt>
              <kbd className="inline-block min-w-9 rounded border border-line-strong bg-sunken px-2 py-0.5 text-center font-sans font-semibold">
                {key}
              </kbd>
            </dt>
            <dd>{t(`keys.${what}`)}</dd>
          </div>
        ))}
      </dl>
      <p className="mt-4 text-muted">{t('keys.rest')}</p>
    </OfficeDialog>
  );
}
