import { ImagePlus, Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { SmallButton } from '../parts/SmallButton.tsx';
import { usePictureUpload } from '../parts/usePictureUpload.tsx';

/** Large enough for a tile, about 20 KB. */
const SIDE_PX_MAX = 360;

interface Props {
  readonly photo: string | undefined;
  readonly onChange: (photo: string | undefined) => void;
}

/** The picture of goods: made small here, kept by the server, published with the goods. */
export function GoodsPhotoField({ photo, onChange }: Props) {
  const { t } = useTranslation('office');
  const { input, pick, busy, fault } = usePictureUpload({
    path: '/api/office/goods/photos',
    sidePxMax: SIDE_PX_MAX,
    unreadable: t('goods.photoUnreadable'),
    onTaken: onChange,
  });
  return (
    <div className="flex flex-wrap items-center gap-3">
      {photo === undefined ? null : (
        <img
          src={`/api/office/goods/photos/${photo}`}
          alt={t('goods.photo')}
          className="size-20 rounded-lg border object-cover"
        />
      )}
      {input}
      <SmallButton icon={ImagePlus} busy={busy} onClick={pick}>
        {t(photo === undefined ? 'goods.addPhoto' : 'goods.otherPhoto')}
      </SmallButton>
      {photo === undefined ? null : (
        <SmallButton icon={Trash2} onClick={() => onChange(undefined)}>
          {t('goods.noPhoto')}
        </SmallButton>
      )}
      {fault === undefined ? null : (
        <p role="alert" className="w-full font-semibold text-danger">
          {fault}
        </p>
      )}
    </div>
  );
}
