import { lazy } from 'react';
import { Route, Routes } from 'react-router';
import { TabletApp } from './TabletApp.tsx';

const OfficeApp = lazy(() => import('./features/office/OfficeApp.tsx'));

/** The office has its own sign-in and its own frame; everything else is the tablet. */
export function AppRoutes() {
  return (
    <Routes>
      <Route path="/office/*" element={<OfficeApp />} />
      <Route path="*" element={<TabletApp />} />
    </Routes>
  );
}
