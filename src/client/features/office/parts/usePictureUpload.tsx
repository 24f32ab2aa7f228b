import { useRef, useState } from 'react';
import { shrinkPhoto } from '../../../photos/shrinkPhoto.ts';
import { codeOf, postJpeg } from '../officeApi.ts';
import { useProblemText } from './useProblemText.ts';

interface Asked {
  /** Where the server takes it. */
  readonly path: string;
  /** The longer side that it is made to have. */
  readonly sidePxMax: number;
  /** What is said of a file that is no picture. */
  readonly unreadable: string;
  /** The server has it under this id. */
  readonly onTaken: (id: string) => void;
}

/** A picture from this computer, made small here and kept by the server. `input` belongs on the page; `pick` opens it. */
export function usePictureUpload({ path, sidePxMax, unreadable, onTaken }: Asked) {
  const problemText = useProblemText();
  const ref = useRef<HTMLInputElement>(null);
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<string>();

  const take = async (file: File | undefined) => {
    if (!file) return;
    setBusy(true);
    setFault(undefined);
    const jpeg = await shrinkPhoto(file, sidePxMax).catch(() => undefined);
    if (!jpeg) setFault(unreadable);
    else {
      try {
        onTaken((await postJpeg<{ id: string }>(path, jpeg)).id);
      } catch (error) {
        setFault(problemText(codeOf(error)));
      }
    }
    setBusy(false);
  };
  const input = (
    <input
      ref={ref}
      type="file"
      accept="image/*"
      hidden
      onChange={(event) => {
        void take(event.target.files?.[0]);
        event.target.value = '';
      }}
    />
  );
  return { input, pick: () => ref.current?.click(), busy, fault };
}
