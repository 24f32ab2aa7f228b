import { BarcodeDetector, type DetectedBarcode, prepareZXingModule, purgeZXingModule } from 'barcode-detector/ponyfill';
import wasmUrl from 'zxing-wasm/reader/zxing_reader.wasm?url';
import { pickCode } from './pickCode.ts';
import type { ScanFormat } from './scanner.ts';

let loaded: Promise<boolean> | undefined;

/**
 * Loads the bundled wasm decoder. `false` if it cannot be loaded; html5-qrcode's own decoder is used then, and the next
 * call tries again. Without `locateFile` the library would fetch the wasm from a CDN and scanning would fail offline.
 */
export function loadWasmDecoder(): Promise<boolean> {
  loaded ??= prepareZXingModule({ overrides: { locateFile: () => wasmUrl }, fireImmediately: true }).then(
    () => true,
    () => {
      purgeZXingModule();
      loaded = undefined;
      return false;
    },
  );
  return loaded;
}

/**
 * Installs the wasm decoder as the page's `BarcodeDetector`, which is where html5-qrcode looks for one. A native one is
 * always replaced: it may exist and not work (Android without Google services). It hides the picture from html5-qrcode
 * when several codes are in view, since html5-qrcode would take the largest.
 */
export function installDetector(formats: readonly ScanFormat[], onSeveral: () => void): void {
  class SessionDetector extends BarcodeDetector {
    override async detect(image: Parameters<BarcodeDetector['detect']>[0]): Promise<DetectedBarcode[]> {
      const picked = pickCode(await super.detect(image), formats);
      if (picked.kind === 'several') onSeveral();
      return picked.kind === 'one' ? [picked.code] : [];
    }
  }
  Object.assign(globalThis, { BarcodeDetector: SessionDetector });
}
