import { ImagePlus, Trash2 } from 'lucide-react';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { shrinkPhoto } from '../../../photos/shrinkPhoto.ts';
import { codeOf, postJpeg } from '../officeApi.ts';
import { SmallButton } from '../parts/SmallButton.tsx';
import { useProblemText } from '../parts/useProblemText.ts';

/** Large enough for a tile, about 20 KB. */
const SIDE_PX_MAX = 360;

interface Props {
  readonly photo: string | undefined;
  readonly onChange: (photo: string | undefined) => void;
}

/** The picture of goods: made small here, kept by the server, published with the goods. */
export function GoodsPhotoField({ photo, onChange }: Props) {
  const { t } = useTranslation('office');
  const problemText = useProblemText();
  const input = useRef<HTMLInputElement>(null);
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<string>();

  const take = async (file: File | undefined) => {
    if (!file) return;
    setBusy(true);
    setFault(undefined);
    const jpeg = await shrinkPhoto(file, SIDE_PX_MAX).catch(() => undefined);
    if (!jpeg) setFault(t('goods.photoUnreadable'));
    else {
      try {
        onChange((await postJpeg<{ id: string }>('/api/office/goods/photos', jpeg)).id);
      } catch (error) {
        setFault(problemText(codeOf(error)));
      }
    }
    setBusy(false);
  };
  return (
    <div className="flex flex-wrap items-center gap-3">
      {photo === undefined ? null : (
        <img
          src={`/api/office/goods/photos/${photo}`}
          alt={t('goods.photo')}
          className="size-20 rounded-lg border object-cover"
        />
      )}
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
      <SmallButton icon={ImagePlus} busy={busy} onClick={() => input.current?.click()}>
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
