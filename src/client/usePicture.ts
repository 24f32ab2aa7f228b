import { useEffect, useState } from 'react';
import { useTablet } from './useTablet.tsx';

/** The address of a picture once this device has it; undefined until then, null when it is not to be had. */
export function usePicture(id: string): string | null | undefined {
  const tablet = useTablet();
  const [url, setUrl] = useState<string | null>();
  useEffect(() => {
    let current = true;
    let made: string | undefined;
    tablet.goodsPhoto(id).then(
      (picture) => {
        if (!current) return;
        made = picture && URL.createObjectURL(picture);
        setUrl(made ?? null);
      },
      () => current && setUrl(null),
    );
    return () => {
      current = false;
      if (made !== undefined) URL.revokeObjectURL(made);
    };
  }, [tablet, id]);
  return url;
}
