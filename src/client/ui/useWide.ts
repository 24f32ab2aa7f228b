import { useSyncExternalStore } from 'react';

/** The same width as the `wide` breakpoint of tailwind.config.ts. */
const QUERY = '(min-width: 1080px)';

function subscribe(changed: () => void): () => void {
  const media = matchMedia(QUERY);
  media.addEventListener('change', changed);
  return () => media.removeEventListener('change', changed);
}

/** True where a list and a file fit side by side. */
export function useWide(): boolean {
  return useSyncExternalStore(subscribe, () => matchMedia(QUERY).matches);
}
