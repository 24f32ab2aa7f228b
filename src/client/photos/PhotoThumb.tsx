import { X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../ui/Button.tsx';
import { useTablet } from '../useTablet.tsx';

interface Props {
  readonly id: string;
  readonly number: number;
  readonly onRemove: () => void;
}

/** One photo as it will be sent, and the way to leave it out. */
export function PhotoThumb({ id, number, onRemove }: Props) {
  const { t } = useTranslation();
  const tablet = useTablet();
  const [url, setUrl] = useState<string>();
  useEffect(() => {
    let made: string | undefined;
    let gone = false;
    tablet.photo(id).then(
      (photo) => {
        if (gone || !photo) return;
        made = URL.createObjectURL(photo);
        setUrl(made);
      },
      // Shown as an empty frame: the photo is announced or removed by its id all the same.
      () => setUrl(undefined),
    );
    return () => {
      gone = true;
      if (made !== undefined) URL.revokeObjectURL(made);
    };
  }, [tablet, id]);
  const alt = t('photos.alt', { number });
  return (
    <li className="flex w-28 flex-col gap-1">
      {url === undefined ? (
        <div className="aspect-4/3 w-full rounded-xl border bg-sunken" />
      ) : (
        <img src={url} alt={alt} className="aspect-4/3 w-full rounded-xl border object-cover" />
      )}
      <Button look="quiet" icon={X} aria-label={`${t('photos.remove')} ${alt}`} onClick={onRemove}>
        {t('photos.remove')}
      </Button>
    </li>
  );
}
