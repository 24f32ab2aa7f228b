import { Flashlight, FlashlightOff } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Scanner } from './scanner.ts';

/** Switches the camera's light, one tap, with a word beside the picture. */
export function TorchButton({ torch, onFailed }: { torch: Scanner['torch']; onFailed: () => void }) {
  const { t } = useTranslation('scan');
  const [on, setOn] = useState(false);
  const Icon = on ? FlashlightOff : Flashlight;
  const toggle = () => {
    torch.set(!on).then(() => setOn(!on), onFailed);
  };
  return (
    <button
      type="button"
      aria-pressed={on}
      onClick={toggle}
      className="flex min-h-12 min-w-12 items-center gap-2 rounded-full bg-surface px-4 font-semibold text-ink"
    >
      <Icon aria-hidden="true" className="size-6" />
      {on ? t('torchOff') : t('torchOn')}
    </button>
  );
}
