import { Camera } from 'lucide-react';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../ui/Button.tsx';
import { Notice } from '../ui/Notice.tsx';
import { useTablet } from '../useTablet.tsx';
import { PhotoThumb } from './PhotoThumb.tsx';
import { PhotoRefusedError } from './photoStore.ts';
import { shrinkPhoto } from './shrinkPhoto.ts';

/** Photos of one deed. */
const PHOTOS_MAX = 3;

interface Props {
  readonly photos: readonly string[];
  /** The item asks for a photo. */
  readonly wanted: boolean;
  readonly onChange: (photos: readonly string[]) => void;
}

/** Photos of a deed: each is kept on the tablet the moment it is taken. */
export function PhotoField({ photos, wanted, onChange }: Props) {
  const { t } = useTranslation();
  const tablet = useTablet();
  const input = useRef<HTMLInputElement>(null);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<'unreadable' | 'full'>();

  const add = async (file: File) => {
    setBusy(true);
    setProblem(undefined);
    try {
      const jpeg = await shrinkPhoto(file).catch(() => undefined);
      if (!jpeg) return setProblem('unreadable');
      const id = await tablet.addPhoto(jpeg);
      if (!photos.includes(id)) onChange([...photos, id]);
    } catch (error) {
      setProblem(error instanceof PhotoRefusedError ? 'unreadable' : 'full');
    } finally {
      setBusy(false);
    }
  };

  return (
    <section aria-label={t('photos.title')} className="flex flex-col gap-2">
      {wanted && photos.length === 0 ? <p className="font-semibold text-waiting">{t('photos.wanted')}</p> : null}
      {photos.length === 0 ? null : (
        <ul className="flex flex-wrap gap-3">
          {photos.map((id, at) => (
            <PhotoThumb
              key={id}
              id={id}
              number={at + 1}
              onRemove={() => onChange(photos.filter((other) => other !== id))}
            />
          ))}
        </ul>
      )}
      {photos.length >= PHOTOS_MAX ? null : (
        <Button
          look={wanted ? 'secondary' : 'quiet'}
          icon={Camera}
          busy={busy}
          className="self-start"
          onClick={() => input.current?.click()}
        >
          {photos.length === 0 ? t('photos.take') : t('photos.another')}
        </Button>
      )}
      <input
        ref={input}
        type="file"
        accept="image/*"
        capture="environment"
        hidden
        aria-label={t('photos.take')}
        onChange={(event) => {
          const file = event.target.files?.[0];
          // The same file may be chosen again after it was removed.
          event.target.value = '';
          if (file) void add(file);
        }}
      />
      {problem ? (
        <Notice tone="danger" alert>
          {t(`photos.${problem}`)}
        </Notice>
      ) : null}
      {photos.length > 0 ? <p className="text-sm text-muted">{t('photos.safe')}</p> : null}
    </section>
  );
}
