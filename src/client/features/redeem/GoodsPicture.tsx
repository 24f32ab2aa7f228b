import { useEffect, useState } from 'react';
import { useTablet } from '../../useTablet.tsx';

/** A picture of goods, once this device has it; words say the same, so nothing stands in its place meanwhile. */
export function GoodsPicture({ id }: { readonly id: string }) {
  const tablet = useTablet();
  const [url, setUrl] = useState<string>();
  useEffect(() => {
    let current = true;
    let made: string | undefined;
    tablet.goodsPhoto(id).then(
      (picture) => {
        if (!current || !picture) return;
        made = URL.createObjectURL(picture);
        setUrl(made);
      },
      // A tile without its picture is a tile.
      () => undefined,
    );
    return () => {
      current = false;
      if (made !== undefined) URL.revokeObjectURL(made);
    };
  }, [tablet, id]);
  if (url === undefined) return null;
  return <img src={url} alt="" className="mb-1 h-20 w-full rounded-xl bg-sunken object-cover" />;
}
