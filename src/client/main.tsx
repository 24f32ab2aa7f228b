import './ui/theme.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { must } from '../domain/must.ts';
import { App } from './App.tsx';
import { startTexts } from './i18n/i18n.ts';
import { startServiceWorkerInTime } from './pwa/serviceWorker.ts';
import { startLook } from './ui/useLook.ts';

startLook();
await startTexts();
createRoot(must(document.getElementById('root'), 'index.html has a root')).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
// After the first paint: registering competes with it for the network.
startServiceWorkerInTime();
