import './harness.css';
import i18next from 'i18next';
import { StrictMode, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { initReactI18next } from 'react-i18next';
import { CardSheet, type SheetCard } from '../../../src/client/features/cards/CardSheet.tsx';
import { scanEn } from '../../../src/client/i18n/scan.en.ts';
import { scanZh } from '../../../src/client/i18n/scan.zh.ts';
import { loadScanner } from '../../../src/client/scan/loadScanner.ts';
import { type ReadCode, ScanDialog } from '../../../src/client/scan/ScanDialog.tsx';
import type { ScanFormat } from '../../../src/client/scan/scanner.ts';

/** What the tests drive and look at. */
export interface ScanHarness {
  readonly codes: ReadCode[];
  readonly errors: string[];
  twoCodes: number;
  detects: number;
  readonly violations: string[];
  readonly tracks: MediaStreamTrack[];
  start(formats: readonly ScanFormat[]): Promise<void>;
  stop(): Promise<void>;
}

declare global {
  interface Window {
    harness: ScanHarness;
    sheetCards?: readonly SheetCard[];
  }
}

const picture = document.getElementById('picture');
const root = document.getElementById('root');
if (!picture || !root) throw new Error('the harness page is incomplete');

const harness: ScanHarness = {
  codes: [],
  errors: [],
  twoCodes: 0,
  detects: 0,
  violations: [],
  tracks: [],
  async start(formats) {
    const scanner = await loadScanner();
    await scanner.start(picture, {
      formats,
      onCode: (code) => harness.codes.push(code),
      onTwoCodes: () => {
        harness.twoCodes += 1;
      },
      onError: (problem) => harness.errors.push(problem),
    });
  },
  stop: async () => (await loadScanner()).stop(),
};
window.harness = harness;
document.addEventListener('securitypolicyviolation', (event) => {
  harness.violations.push(`${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}`);
});

// Every track the page ever opened, so that a camera left on is seen.
const openCamera = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
navigator.mediaDevices.getUserMedia = async (constraints) => {
  const stream = await openCamera(constraints);
  harness.tracks.push(...stream.getTracks());
  return stream;
};

// A native detector that exists and never works, as on Android without Google services; replacements are counted at work.
type Detector = new (options: { formats: string[] }) => { detect(image: unknown): Promise<unknown[]> };
let detector: Detector = class {
  detect(): Promise<unknown[]> {
    return Promise.reject(new DOMException('Barcode detection service unavailable.', 'NotSupportedError'));
  }
};
Object.defineProperty(window, 'BarcodeDetector', {
  get: () => detector,
  set(Installed: Detector) {
    detector = class extends Installed {
      override detect(image: unknown): Promise<unknown[]> {
        harness.detects += 1;
        return super.detect(image);
      }
    };
  },
});

function Dialog() {
  const [open, setOpen] = useState(true);
  if (!open) return <p>closed</p>;
  const judge = (code: ReadCode) => {
    harness.codes.push(code);
    return code.text.startsWith('VP1/')
      ? ({ accepted: true } as const)
      : ({ accepted: false, message: '这不是户卡，请扫户卡上的二维码' } as const);
  };
  return <ScanDialog target="card" onCode={judge} onClose={() => setOpen(false)} />;
}

const query = new URLSearchParams(location.search);
await i18next.use(initReactI18next).init({
  lng: query.get('lng') ?? 'zh-CN',
  resources: { 'zh-CN': { scan: scanZh }, en: { scan: scanEn } },
  interpolation: { escapeValue: false },
});
const show = query.get('show');
createRoot(root).render(
  <StrictMode>
    {show === 'dialog' ? <Dialog /> : null}
    {show === 'sheet' ? (
      <CardSheet town="苍城镇" village="下湾村" cards={window.sheetCards ?? []} masked={query.has('masked')} />
    ) : null}
  </StrictMode>,
);
