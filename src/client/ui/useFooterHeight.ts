import { type RefObject, useLayoutEffect } from 'react';

/** Tells the messages (Toaster) how high the acts of this screen are, so that they stand above and never on them. */
const HEIGHT = '--footer-height';

/** Keeps the height of a screen's bar of acts known while the screen stands. */
export function useFooterHeight(footer: RefObject<HTMLElement | null>): void {
  useLayoutEffect(() => {
    const element = footer.current;
    if (!element) return;
    const root = document.documentElement;
    const measure = () => root.style.setProperty(HEIGHT, `${element.offsetHeight}px`);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => {
      observer.disconnect();
      root.style.removeProperty(HEIGHT);
    };
  }, [footer]);
}
