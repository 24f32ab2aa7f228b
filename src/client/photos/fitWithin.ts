export interface Size {
  readonly width: number;
  readonly height: number;
}

/** The size of a picture whose long side is at most `max`; small ones stay as they are. Pixels. */
export function fitWithin({ width, height }: Size, max: number): Size {
  const scale = Math.min(1, max / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}
