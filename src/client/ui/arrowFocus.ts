import type { KeyboardEvent } from 'react';

/** How much a step across the direction counts against one along it. */
const ACROSS = 3;

function centre(element: Element): { readonly x: number; readonly y: number } {
  const { left, top, width, height } = element.getBoundingClientRect();
  return { x: left + width / 2, y: top + height / 2 };
}

const STEPS: Readonly<Record<string, readonly [dx: number, dy: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/**
 * Arrow keys move the focus among what is marked `data-arrow` in the element that listens, to the nearest one in that direction:
 * along a list as over a grid. In a field that holds text the keys to the sides stay the field's.
 */
export function arrowFocus(event: KeyboardEvent<HTMLElement>): void {
  const step = STEPS[event.key];
  const from = event.target instanceof HTMLElement ? event.target : undefined;
  if (!step || !from) return;
  const [dx, dy] = step;
  if (dx !== 0 && from instanceof HTMLInputElement) return;
  const here = centre(from);
  let nearest: HTMLElement | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const element of event.currentTarget.querySelectorAll<HTMLElement>('[data-arrow]')) {
    const { x, y } = centre(element);
    const along = (x - here.x) * dx + (y - here.y) * dy;
    if (element === from || along < 1) continue;
    const across = Math.abs((x - here.x) * dy) + Math.abs((y - here.y) * dx);
    const distance = along + across * ACROSS;
    if (distance < least) [nearest, least] = [element, distance];
  }
  if (!nearest) return;
  event.preventDefault();
  nearest.focus();
}
