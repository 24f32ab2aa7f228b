/** The codes the product reads: household cards and enrolment are QR, goods carry EAN-13. */
export type ScanFormat = 'qr_code' | 'ean_13';

export interface ScannedCode {
  readonly text: string;
  readonly format: ScanFormat;
}

/** Why there is no picture. `insecure`: the page was not opened by HTTPS. `interrupted`: the camera was taken away while scanning. */
export type CameraProblem = 'denied' | 'no_camera' | 'busy' | 'insecure' | 'unsupported' | 'interrupted' | 'failed';

export interface ScanOptions {
  /** Formats to look for, the preferred first: if a picture holds several formats, the first listed is read. */
  readonly formats: readonly ScanFormat[];
  /** A code was read. A code that stays in view is told once; it is told again after it was out of view for a while. */
  onCode(code: ScannedCode): void;
  /** Two different codes of the wanted format are in view, so neither is taken. Told for every such frame. */
  onTwoCodes?(): void;
  onError(problem: CameraProblem): void;
}

/**
 * Reads codes with the device's camera. The only thing the screens know about scanning; the library behind it may
 * change. Calls may overlap in any order: they are carried out one after the other and the last one decides.
 */
export interface Scanner {
  /**
   * Opens the camera and shows its picture in `container`, which it covers and keeps covered; the
   * container must clip (`overflow: hidden`). Resolves when the picture
   * plays, or when the start was overtaken by a stop. A camera that cannot be opened is told by `onError`, not by rejection.
   */
  start(container: HTMLElement, options: ScanOptions): Promise<void>;
  /** Closes the camera and empties the container. Safe at any time, also before or during a start. */
  stop(): Promise<void>;
  readonly torch: {
    /** True if the camera that is open has a light. */
    supported(): boolean;
    /** Rejects if the camera is closed or has no light. */
    set(on: boolean): Promise<void>;
  };
}
