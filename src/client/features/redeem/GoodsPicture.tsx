import { usePicture } from '../../usePicture.ts';

/** A picture of goods, once this device has it; words say the same, so nothing stands in its place meanwhile. */
export function GoodsPicture({ id }: { readonly id: string }) {
  const url = usePicture(id);
  if (url === undefined || url === null) return null;
  return <img src={url} alt="" className="mb-1 h-20 w-full rounded-xl bg-sunken object-cover" />;
}
