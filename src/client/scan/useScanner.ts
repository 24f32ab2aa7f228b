import { type RefObject, useCallback, useEffect, useEffectEvent, useState } from 'react';
import { loadScanner } from './loadScanner.ts';
import type { CameraProblem, ScanFormat, ScannedCode, Scanner } from './scanner.ts';

export type CameraState =
  | { readonly kind: 'opening' }
  | { readonly kind: 'open'; readonly torch: Scanner['torch'] | undefined }
  | { readonly kind: 'problem'; readonly problem: CameraProblem };

interface Reads {
  onCode(code: ScannedCode): void;
  onTwoCodes(): void;
}

/**
 * Keeps the camera open in `container` while the component is mounted. `formats` must be a constant: another array opens
 * the camera anew. `retry` opens it again after a problem.
 */
export function useScanner(
  container: RefObject<HTMLElement | null>,
  formats: readonly ScanFormat[],
  reads: Reads,
): { camera: CameraState; retry: () => void } {
  const [camera, setCamera] = useState<CameraState>({ kind: 'opening' });
  const [attempt, setAttempt] = useState(0);
  const onCode = useEffectEvent(reads.onCode);
  const onTwoCodes = useEffectEvent(reads.onTwoCodes);

  // biome-ignore lint/correctness/useExhaustiveDependencies: `attempt` is what a retry changes.
  useEffect(() => {
    let mounted = true;
    let scanner: Scanner | undefined;
    const fail = (problem: CameraProblem) => mounted && setCamera({ kind: 'problem', problem });
    const open = async () => {
      setCamera({ kind: 'opening' });
      scanner = await loadScanner();
      const element = container.current;
      if (!mounted || !element) return;
      let failed = false;
      await scanner.start(element, {
        formats,
        onCode: (code) => mounted && onCode(code),
        onTwoCodes: () => mounted && onTwoCodes(),
        onError: (problem) => {
          failed = true;
          fail(problem);
        },
      });
      if (!mounted || failed) return;
      setCamera({ kind: 'open', torch: scanner.torch.supported() ? scanner.torch : undefined });
    };
    open().catch(() => fail('failed'));
    return () => {
      mounted = false;
      // Only a start that was asked for needs a stop; the scanner puts both in order.
      scanner?.stop().catch(() => undefined);
    };
  }, [container, formats, attempt]);

  return { camera, retry: useCallback(() => setAttempt((count) => count + 1), []) };
}
