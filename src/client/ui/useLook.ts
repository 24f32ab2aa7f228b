import { create } from 'zustand';

export const LOOKS = ['light', 'sun', 'dark'] as const;
export type Look = (typeof LOOKS)[number];

/** Where this device remembers how it looks: a preference, nothing personal. */
const REMEMBERED = 'look';

function remembered(): Look {
  const look = localStorage.getItem(REMEMBERED);
  return LOOKS.find((l) => l === look) ?? 'light';
}

/** How the screens look: every day, in the sun, in the evening. */
export const useLook = create<{ readonly look: Look }>(() => ({ look: 'light' }));

function show(look: Look): void {
  document.documentElement.dataset.look = look;
  useLook.setState({ look });
}

/** Shows the remembered look; before the first paint. */
export function startLook(): void {
  show(remembered());
}

/** Changes the look and remembers it on this device. */
export function setLook(look: Look): void {
  localStorage.setItem(REMEMBERED, look);
  show(look);
}
