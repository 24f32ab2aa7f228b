import { useEffect, useEffectEvent } from 'react';

/** What keys do, by the name of the key as the browser tells it. */
export type Keys = Readonly<Record<string, (() => void) | undefined>>;

/** True while something stands on top of the screen: it has the keys then. */
function covered(): boolean {
  return document.querySelector('dialog[open], [role="dialog"]') !== null;
}

/**
 * Keys of a screen, while it stands. A key that a field or button has used itself does nothing here; Enter is whatever has the
 * focus's, and the screen's when nothing has it (a tap beside the buttons, a print).
 */
export function useKeys(keys: Keys): void {
  const act = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    const does = keys[event.key];
    if (!does || covered()) return;
    if (event.key === 'Enter') {
      // A hand that rests on Enter must not press the button of the next step as well.
      if (event.repeat) event.preventDefault();
      if (event.repeat || event.target !== document.body) return;
    }
    event.preventDefault();
    does();
  });
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => act(event);
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);
}
