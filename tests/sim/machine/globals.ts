/**
 * What a page finds in its surroundings, made so that nothing but the seed decides what happens first. Imported before everything
 * else: libraries look at these when they are loaded.
 */
import { gzipSync } from 'node:zlib';

/** Blob and CompressionStream as far as the client uses them: at once, without threads. */
class SimBlob {
  private readonly text: string;

  constructor(parts: readonly string[]) {
    this.text = parts.join('');
  }

  stream(): ReadableStream<Uint8Array> {
    const bytes = new TextEncoder().encode(this.text);
    return new ReadableStream({
      start(controller) {
        controller.enqueue(bytes);
        controller.close();
      },
    });
  }
}

class SimCompression extends TransformStream<Uint8Array, Uint8Array> {
  constructor() {
    const parts: Uint8Array[] = [];
    super({
      transform(part) {
        parts.push(part);
      },
      flush(controller) {
        controller.enqueue(new Uint8Array(gzipSync(Buffer.concat(parts), { level: 1 })));
      },
    });
  }
}

/** Structured clone of what the client stores: plain values, lists and bytes. */
function clone(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(clone);
  if (value instanceof Uint8Array) return value.slice();
  const made: Record<string, unknown> = {};
  for (const key of Object.keys(value)) made[key] = clone((value as Record<string, unknown>)[key]);
  return made;
}

/** Now, ms: set by the world before every step. */
export const wall = { now: 0 };

const RealDate = Date;

class VirtualDate extends RealDate {
  constructor(...given: [] | [number | string | Date]) {
    if (given.length === 0) super(wall.now);
    else super(given[0]);
  }

  static override now(): number {
    return wall.now;
  }
}

// Dexie would tell other processes of every write by one.
Reflect.deleteProperty(globalThis, 'BroadcastChannel');
Object.assign(globalThis, { Blob: SimBlob, CompressionStream: SimCompression, structuredClone: clone });

/** From now on the virtual clock is the only one, ms. */
export function stopTheClock(now: number): void {
  wall.now = now;
  Object.assign(globalThis, { Date: VirtualDate });
}
