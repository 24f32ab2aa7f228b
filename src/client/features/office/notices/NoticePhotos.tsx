import { ImagePlus, Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { SmallButton } from '../parts/SmallButton.tsx';
import { usePictureUpload } from '../parts/usePictureUpload.tsx';
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
  const { input, pick, busy, fault } = usePictureUpload({
    path: '/api/office/notices/photos',
    sidePxMax: SIDE_PX_MAX,
    unreadable: t('photos.unreadable'),
    onTaken: (id) => {
      if (!photos.includes(id)) onChange([...photos, id]);
    },
  });
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
      {input}
      {photos.length >= PHOTOS_MAX ? (
        <p className="text-muted">{t('photos.full', { count: PHOTOS_MAX })}</p>
      ) : (
        <SmallButton icon={ImagePlus} busy={busy} className="self-start" onClick={pick}>
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
