import { closeSync, openSync, writeSync } from 'node:fs';
import QRCode from 'qrcode';
import { eanBars } from './eanBars.ts';

/** A code lying in view. Lengths and places are shares of the picture's height, so that a scene suits every picture size. */
export interface SceneCode {
  readonly text: string;
  readonly format?: 'qr_code' | 'ean_13';
  /** Centre, from the left and the top edge; default the middle. `x` counts in picture widths. */
  readonly x?: number;
  readonly y?: number;
  /** Width of the code without its quiet zone; default 0.5. */
  readonly size?: number;
  readonly rotateDegrees?: number;
}

/** What the camera sees for a while. No codes: an empty desk. */
export interface Scene {
  readonly seconds: number;
  readonly codes: readonly SceneCode[];
}

export interface ClipOptions {
  /** Where to write; must end in `.y4m`. Chromium reads it anew at every start of the camera, and repeats it at its end. */
  readonly file: string;
  /** One code for two seconds. Ignored if `scenes` is given. */
  readonly text?: string;
  readonly scenes?: readonly Scene[];
  /** Even numbers; default 640 x 480 (0.46 MB a picture). */
  readonly width?: number;
  readonly height?: number;
  readonly framesPerSecond?: number;
  /** Radius of the blur in pixels; default 1. */
  readonly blur?: number;
  /** Amplitude of the noise of 255; default 6. The noise is the same in every run. */
  readonly noise?: number;
}

/** The flags with which Chromium shows the clip as its only camera and grants it without asking. */
export function fakeCameraArgs(file: string): string[] {
  return [
    '--use-fake-device-for-media-stream',
    '--use-fake-ui-for-media-stream',
    `--use-file-for-fake-video-capture=${file}`,
  ];
}

/** Writes an uncompressed clip (Y4M, 4:2:0) of cards on a desk. */
export function makeClip(options: ClipOptions): void {
  const { width = 640, height = 480, framesPerSecond = 15, blur = 1, noise = 6 } = options;
  const scenes = options.scenes ?? [{ seconds: 2, codes: [{ text: options.text ?? '' }] }];
  const colour = Buffer.alloc((width / 2) * (height / 2) * 2, 128);
  const file = openSync(options.file, 'w');
  try {
    writeSync(file, `YUV4MPEG2 W${width} H${height} F${framesPerSecond}:1 Ip A1:1 C420jpeg\n`);
    const random = pseudoRandom(7);
    for (const scene of scenes) {
      const picture = boxBlur(drawScene(scene, width, height), width, height, blur);
      for (let frame = 0; frame < Math.max(1, Math.round(scene.seconds * framesPerSecond)); frame += 1) {
        const luma = Buffer.from(picture.map((value) => value + (random() - 0.5) * 2 * noise));
        writeSync(file, 'FRAME\n');
        writeSync(file, luma);
        writeSync(file, colour);
      }
    }
  } finally {
    closeSync(file);
  }
}

/** Luminance of a scene: a desk with a shade across it and, for every code, a white card with lines of text under the code. */
function drawScene(scene: Scene, width: number, height: number): Uint8ClampedArray {
  const samplers = scene.codes.map((code) => cardSampler(code, width, height));
  const picture = new Uint8ClampedArray(width * height);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      let value = 90 + ((x * 7 + y * 3) % 13);
      for (const sampler of samplers) value = sampler(x, y) ?? value;
      picture[y * width + x] = value * (1 - (0.25 * x) / width);
    }
  }
  return picture;
}

/** Gives the brightness of a card at a pixel, or `undefined` beside the card. */
function cardSampler(code: SceneCode, width: number, height: number): (x: number, y: number) => number | undefined {
  const side = (code.size ?? 0.5) * height;
  const angle = ((code.rotateDegrees ?? 4) * Math.PI) / 180;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const [centreX, centreY] = [(code.x ?? 0.5) * width, (code.y ?? 0.5) * height];
  const isDark = code.format === 'ean_13' ? eanDots(code.text) : qrDots(code.text);
  return (x, y) => {
    // In units of the code's side, the code from 0 to 1 in both directions.
    const u = ((x - centreX) * cos + (y - centreY) * sin) / side + 0.5;
    const v = ((y - centreY) * cos - (x - centreX) * sin) / side + 0.5;
    if (u < -0.2 || u > 1.2 || v < -0.2 || v > 1.35) return undefined;
    if (u >= 0 && u < 1 && v >= 0 && v < 1) return isDark(u, v) ? 25 : 225;
    const isTextLine = v > 1.16 && v < 1.26 && u > 0.1 && u < 0.9 && Math.floor(u * 40) % 3 !== 0;
    return isTextLine ? 60 : 225;
  };
}

function qrDots(text: string): (u: number, v: number) => boolean {
  const { modules } = QRCode.create(text, { errorCorrectionLevel: 'Q' });
  return (u, v) => modules.get(Math.floor(v * modules.size), Math.floor(u * modules.size)) === 1;
}

function eanDots(text: string): (u: number, v: number) => boolean {
  const bars = eanBars(text);
  return (u, v) => v > 0.25 && v < 0.75 && bars[Math.floor(u * bars.length)] === true;
}

function boxBlur(picture: Uint8ClampedArray, width: number, height: number, radius: number): Uint8ClampedArray {
  if (radius === 0) return picture;
  const blurred = new Uint8ClampedArray(picture.length);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      let sum = 0;
      let count = 0;
      for (let dy = Math.max(0, y - radius); dy <= Math.min(height - 1, y + radius); dy += 1) {
        for (let dx = Math.max(0, x - radius); dx <= Math.min(width - 1, x + radius); dx += 1) {
          sum += picture[dy * width + dx] ?? 0;
          count += 1;
        }
      }
      blurred[y * width + x] = sum / count;
    }
  }
  return blurred;
}

/** Numerical Recipes' linear congruential generator: equal clips in every run. */
function pseudoRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
