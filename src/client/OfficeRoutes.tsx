import './i18n/insideTexts.ts';
import { useEffect } from 'react';
import { BrowserRouter, Route, Routes } from 'react-router';
import OfficeApp from './features/office/OfficeApp.tsx';
import { startServiceWorker } from './pwa/serviceWorker.ts';

/** The office at its address. */
export default function OfficeRoutes() {
  useEffect(() => void startServiceWorker(), []);
  return (
    <BrowserRouter>
      <Routes>
        <Route path="/office/*" element={<OfficeApp />} />
      </Routes>
    </BrowserRouter>
  );
}
