import { useEffect, useState } from 'react';
import { createTablet } from './engine/createTablet.ts';
import type { Tablet } from './engine/tablet.ts';
import { TabletRoutes } from './TabletRoutes.tsx';
import { LoadingScreen } from './ui/LoadingScreen.tsx';
import { TabletProvider } from './useTablet.tsx';

let started: Tablet | undefined;

/** One tablet for the page's life, however often the tree is built. */
function theTablet(): Tablet {
  if (!started) {
    started = createTablet();
    void started.start();
  }
  return started;
}

/** The tablet's side of the app. What a person touches keeps it from locking itself. */
export function TabletApp() {
  const [tablet, setTablet] = useState<Tablet>();
  useEffect(() => {
    const opened = theTablet();
    setTablet(opened);
    const touch = () => opened.touch();
    globalThis.addEventListener('pointerdown', touch);
    globalThis.addEventListener('keydown', touch);
    return () => {
      globalThis.removeEventListener('pointerdown', touch);
      globalThis.removeEventListener('keydown', touch);
    };
  }, []);
  if (!tablet) return <LoadingScreen />;
  return (
    <TabletProvider tablet={tablet}>
      <TabletRoutes />
    </TabletProvider>
  );
}
