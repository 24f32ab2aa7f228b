import { lazy } from 'react';
import { TabletApp } from './TabletApp.tsx';

const OfficeRoutes = lazy(() => import('./OfficeRoutes.tsx'));

/**
 * The office has its own sign-in and its own frame; everything else is the tablet. Each has the router to itself, and no link
 * leads from one into the other without opening the page anew: the PIN pad then needs no router at all.
 */
export function AppRoutes() {
  return /^\/office(\/|$)/.test(location.pathname) ? <OfficeRoutes /> : <TabletApp />;
}
