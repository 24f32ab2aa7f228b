import { createContext, type ReactNode, useContext } from 'react';
import { useStore } from 'zustand';
import { must } from '../domain/must.ts';
import type { Tablet, TabletState } from './engine/tablet.ts';

const TabletContext = createContext<Tablet | undefined>(undefined);

/** Gives every screen below the one tablet. */
export function TabletProvider({ tablet, children }: { tablet: Tablet; children: ReactNode }) {
  return <TabletContext value={tablet}>{children}</TabletContext>;
}

/** The tablet: open files, record ops. */
export function useTablet(): Tablet {
  return must(useContext(TabletContext), 'screens stand inside a TabletProvider');
}

/** A part of the tablet's state; the screen is drawn again only when that part changes. */
export function useTabletState<T>(select: (state: TabletState) => T): T {
  return useStore(useTablet().state, select);
}
