import { fitVideo } from './fitVideo.ts';

export interface CameraEvents {
  /** The picture changed its shape (the tablet was turned): html5-qrcode would decode it squeezed. */
  onReshaped(): void;
  /** The camera was taken away: another app, a pulled cable. */
  onInterrupted(): void;
}

export interface CameraWatch {
  /**
   * True once the picture plays, false if it does not within the limit. html5-qrcode's own `stop` needs a playing picture:
   * before that it fails half-way and leaves the camera on.
   */
  playing(limitMs: number): Promise<boolean>;
  /** Turns the camera off whatever html5-qrcode did, and keeps it from starting its work late. Call it exactly once. */
  release(): void;
}

/** Watches the video element that html5-qrcode is going to put into `host`. */
export function watchCamera(host: HTMLElement, container: HTMLElement, events: CameraEvents): CameraWatch {
  const cleanups: (() => void)[] = [];
  let attached: HTMLVideoElement | undefined;
  let shape: string | undefined;
  let released = false;
  let tellPlaying: (playing: boolean) => void = () => undefined;
  const isPlaying = new Promise<boolean>((resolve) => {
    tellPlaying = resolve;
  });

  const attach = (video: HTMLVideoElement) => {
    attached = video;
    cleanups.push(fitVideo(video, host, container));
    // In the capture phase, before html5-qrcode's listener, which would build its reader on a video that is gone.
    const block = (event: Event) => {
      if (released) event.stopImmediatePropagation();
    };
    video.addEventListener('playing', block, { capture: true });
    // Registered after html5-qrcode's listener, so its reader is built by the time this one runs.
    video.addEventListener('playing', () => {
      shape = shapeOf(video);
      tellPlaying(true);
    });
    video.addEventListener('resize', () => {
      if (shape && !released && shapeOf(video) !== shape) events.onReshaped();
    });
    for (const track of tracksOf(video)) {
      track.addEventListener('ended', () => {
        if (!released) events.onInterrupted();
      });
    }
  };

  const observer = new MutationObserver(() => {
    const video = host.querySelector('video');
    if (video && !attached) attach(video);
  });
  observer.observe(host, { childList: true });

  return {
    async playing(limitMs) {
      const timer = setTimeout(() => tellPlaying(false), limitMs);
      const playing = await isPlaying;
      clearTimeout(timer);
      return playing;
    },
    release() {
      released = true;
      observer.disconnect();
      for (const cleanup of cleanups) cleanup();
      if (!attached) return;
      // html5-qrcode throws from these handlers, and detaching the stream fires them.
      attached.onabort = null;
      attached.onerror = null;
      for (const track of tracksOf(attached)) track.stop();
      attached.srcObject = null;
    },
  };
}

function shapeOf(video: HTMLVideoElement): string {
  return `${video.videoWidth}x${video.videoHeight}`;
}

function tracksOf(video: HTMLVideoElement): MediaStreamTrack[] {
  return video.srcObject instanceof MediaStream ? video.srcObject.getTracks() : [];
}
