import { useEffect, useEffectEvent } from 'react';
import { type GunOutcome, keysPaused, NO_KEYS, pauseMs, pressKey } from './gunKeys.ts';
import { type HeldPlace, heldPlace } from './heldPlace.ts';
import { readKey } from './readKey.ts';

/** A timer may be a little early by the clock of the events, ms. */
const TIMER_SLACK_MS = 5;

/**
 * Listens for a USB barcode gun anywhere on the page while the component is mounted, also while a text field has the focus.
 * Keys are held back until it is known who typed them: a code goes to `onCode` and spills into nothing, a person's keys are given
 * back where they were typed, a blink later.
 */
export function useBarcodeGun(onCode: (text: string) => void): void {
  const tell = useEffectEvent(onCode);

  useEffect(() => {
    let state = NO_KEYS;
    /** Where the keys in `state` were typed. */
    let place: HeldPlace | undefined;
    /** Held keys that nothing on the page has had. */
    let owed = '';
    /** An input method has had some of them. */
    let taken = false;
    let timer: ReturnType<typeof setTimeout> | undefined;

    const forget = () => {
      place = undefined;
      owed = '';
      taken = false;
    };
    const follow = ({ state: next, released, codes, mended }: GunOutcome) => {
      state = next;
      if (released !== '' && owed !== '') place?.give(owed);
      if (released !== '') owed = '';
      if (codes.length > 0 && (mended > 0 || taken)) place?.mend();
      // Nothing is held any more, or the first key of something else.
      if (state.given === 0 && state.held.length <= 1) forget();
      for (const code of codes) tell(code);
    };
    const wait = () => {
      clearTimeout(timer);
      const ms = pauseMs(state);
      if (ms !== undefined) timer = setTimeout(() => follow(keysPaused(state)), ms + TIMER_SLACK_MS);
    };
    const onKey = (event: KeyboardEvent) => {
      // Keys that were given back come through here again.
      if (!event.isTrusted) return;
      const reading = readKey(event);
      if (reading.kind === 'ignored') return;
      const key = reading.kind === 'key' ? reading.key : '';
      const step = pressKey(state, { key, at: event.timeStamp });
      follow(step);
      // An input method has it whatever is said here, and a person would miss what it did not write.
      const beyondReach = reading.kind === 'key' && reading.taken;
      if (step.key === 'held') {
        place ??= heldPlace();
        if (beyondReach) taken = true;
        else owed += key;
      }
      if (step.key !== 'passes' && !beyondReach) {
        event.preventDefault();
        event.stopImmediatePropagation();
      }
      wait();
    };
    addEventListener('keydown', onKey, { capture: true });
    return () => {
      removeEventListener('keydown', onKey, { capture: true });
      clearTimeout(timer);
      follow(keysPaused(state));
    };
  }, []);
}
