import { useTranslation } from 'react-i18next';
import { usePicture } from '../../usePicture.ts';

/** A picture of a notice, or word that it is not here yet. */
export function NoticePicture({ id, n }: { readonly id: string; readonly n: number }) {
  const { t } = useTranslation('notices');
  const url = usePicture(id);
  if (url === undefined) return null;
  if (url === null) return <p className="rounded-xl bg-sunken p-4 text-muted">{t('board.noPicture', { n })}</p>;
  return <img src={url} alt={t('photos.nth', { n })} className="w-full rounded-xl bg-sunken" />;
}
