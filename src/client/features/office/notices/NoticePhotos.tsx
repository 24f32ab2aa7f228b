import { ImagePlus, Trash2 } from 'lucide-react';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { shrinkPhoto } from '../../../photos/shrinkPhoto.ts';
import { codeOf, postJpeg } from '../officeApi.ts';
import { SmallButton } from '../parts/SmallButton.tsx';
import { useProblemText } from '../parts/useProblemText.ts';
import { PHOTOS_MAX } from './noticeDraft.ts';

/** Fills a phone's screen, about 100 KB. */
const SIDE_PX_MAX = 960;

interface Props {
  readonly photos: readonly string[];
  readonly onChange: (photos: readonly string[]) => void;
}

/** Pictures of a notice: made small here, kept by the server, published with it. */
export function NoticePhotos({ photos, onChange }: Props) {
  const { t } = useTranslation('notices');
  const problemText = useProblemText();
  const input = useRef<HTMLInputElement>(null);
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<string>();

  const take = async (file: File | undefined) => {
    if (!file) return;
    setBusy(true);
    setFault(undefined);
    const jpeg = await shrinkPhoto(file, SIDE_PX_MAX).catch(() => undefined);
    if (!jpeg) setFault(t('photos.unreadable'));
    else {
      try {
        const { id } = await postJpeg<{ id: string }>('/api/office/notices/photos', jpeg);
        if (!photos.includes(id)) onChange([...photos, id]);
      } catch (error) {
        setFault(problemText(codeOf(error)));
      }
    }
    setBusy(false);
  };
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-1 font-semibold">{t('photos.title')}</legend>
      <ul className="flex flex-wrap gap-3 empty:hidden">
        {photos.map((id, i) => (
          <li key={id} className="flex flex-col items-center gap-1">
            <img
              src={`/api/office/goods/photos/${id}`}
              alt={t('photos.nth', { n: i + 1 })}
              className="size-20 rounded-lg border object-cover"
            />
            <SmallButton
              icon={Trash2}
              aria-label={t('photos.removeNth', { n: i + 1 })}
              onClick={() => onChange(photos.filter((one) => one !== id))}
            >
              {t('photos.remove')}
            </SmallButton>
          </li>
        ))}
      </ul>
      <input
        ref={input}
        type="file"
        accept="image/*"
        hidden
        onChange={(event) => {
          void take(event.target.files?.[0]);
          event.target.value = '';
        }}
      />
      {photos.length >= PHOTOS_MAX ? (
        <p className="text-muted">{t('photos.full', { count: PHOTOS_MAX })}</p>
      ) : (
        <SmallButton icon={ImagePlus} busy={busy} className="self-start" onClick={() => input.current?.click()}>
          {t('photos.add')}
        </SmallButton>
      )}
      {fault === undefined ? null : (
        <p role="alert" className="font-semibold text-danger">
          {fault}
        </p>
      )}
    </fieldset>
  );
}
