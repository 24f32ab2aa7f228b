import { Html5Qrcode, Html5QrcodeSupportedFormats } from 'html5-qrcode';
import { cameraProblemOf } from './cameraProblem.ts';
import { createCodeGate } from './codeGate.ts';
import type { ScanFormat, Scanner, ScanOptions } from './scanner.ts';
import { createTaskQueue } from './taskQueue.ts';
import { installDetector, loadWasmDecoder } from './wasmDetector.ts';
import { watchCamera } from './watchCamera.ts';

const FRAMES_PER_SECOND = 20;
/** The rear camera, at the resolution the read rates were measured with. Ideals, so that any camera will do. */
const CAMERA: MediaTrackConstraints = {
  facingMode: { ideal: 'environment' },
  width: { ideal: 1280 },
  height: { ideal: 720 },
};
/** A picture that does not play by then never will (a browser that wants a touch first): a retry by touch opens it. */
const PLAYING_LIMIT_MS = 5_000;
const LIBRARY_FORMAT: Record<ScanFormat, Html5QrcodeSupportedFormats> = {
  qr_code: Html5QrcodeSupportedFormats.QR_CODE,
  ean_13: Html5QrcodeSupportedFormats.EAN_13,
};

interface Session {
  readonly library: Html5Qrcode;
  readonly close: () => Promise<void>;
}

/** The `Scanner` over html5-qrcode with the wasm decoder. Resolves when the decoder is ready (about 50 ms once downloaded). */
export async function createHtml5Scanner(): Promise<Scanner> {
  const inTurn = createTaskQueue();
  let wanted: object | undefined;
  let session: Session | undefined;

  const closeSession = async () => {
    const closing = session;
    session = undefined;
    await closing?.close();
  };

  const start: Scanner['start'] = (container, options) => {
    const turn = {};
    wanted = turn;
    const isWanted = () => wanted === turn;
    return inTurn(async () => {
      if (!isWanted()) return;
      await closeSession();
      session = await openSession(container, options, isWanted, () => void start(container, options));
    });
  };

  await loadWasmDecoder();
  return {
    start,
    stop() {
      wanted = undefined;
      return inTurn(closeSession);
    },
    torch: {
      supported: () => (session ? torchOf(session.library).isSupported() : false),
      async set(on) {
        if (!session) throw new Error('the camera is closed');
        await torchOf(session.library).apply(on);
      },
    },
  };
}

/** Opens the camera, or tells `onError` why not and gives `undefined`. */
async function openSession(
  container: HTMLElement,
  options: ScanOptions,
  isWanted: () => boolean,
  reopen: () => void,
): Promise<Session | undefined> {
  if (!globalThis.isSecureContext) {
    options.onError('insecure');
    return undefined;
  }
  const wasm = await loadWasmDecoder();
  if (wasm) installDetector(options.formats, () => isWanted() && options.onTwoCodes?.());

  // A host of its own for every session: html5-qrcode finds its element by id and leaves things in it.
  const host = document.createElement('div');
  host.id = `scan-${crypto.randomUUID()}`;
  container.append(host);
  const gate = createCodeGate();
  const camera = watchCamera(host, container, {
    onReshaped: () => isWanted() && reopen(),
    onInterrupted: () => isWanted() && options.onError('interrupted'),
  });
  const library = new Html5Qrcode(host.id, {
    verbose: false,
    formatsToSupport: options.formats.map((format) => LIBRARY_FORMAT[format]),
    useBarCodeDetectorIfSupported: wasm,
  });
  if (wasm) dropSecondDecoder(library);
  try {
    await library.start(
      { facingMode: 'environment' },
      { fps: FRAMES_PER_SECOND, disableFlip: true, videoConstraints: CAMERA },
      (text, { result }) => {
        const format = options.formats.find((wish) => LIBRARY_FORMAT[wish] === result.format?.format);
        if (!format || !isWanted()) return;
        const code = { text, format };
        if (gate.offer(code, performance.now())) options.onCode(code);
      },
      undefined,
    );
  } catch (error) {
    camera.release();
    host.remove();
    if (isWanted()) options.onError(cameraProblemOf(error));
    return undefined;
  }
  const playing = await camera.playing(PLAYING_LIMIT_MS);
  const close = async () => {
    try {
      if (playing) await library.stop();
    } finally {
      camera.release();
      host.remove();
    }
  };
  if (playing) return { library, close };
  await close();
  if (isWanted()) options.onError('failed');
  return undefined;
}

/**
 * html5-qrcode alternates between the detector and its own, weaker decoder, which halves the rate of good reads. Its
 * second decoder is a private field, so this is the one place that reaches into the library.
 */
function dropSecondDecoder(library: Html5Qrcode): void {
  const { qrcode } = library as unknown as { qrcode: { secondaryDecoder: unknown } };
  qrcode.secondaryDecoder = undefined;
}

function torchOf(library: Html5Qrcode) {
  return library.getRunningTrackCameraCapabilities().torchFeature();
}
