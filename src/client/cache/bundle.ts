/** A bundle of household files as bytes: their JSON, one after the other. One file can be read without touching the others. */
import type { HouseholdFile } from '../../domain/household.ts';
import type { Bytes } from '../seal/sealing.ts';

/**
 * Most bytes of a bundle that holds more than one file. Chromium keeps a value of 64 KiB and more in a file of its own, which
 * takes much longer to write and to read.
 */
export const BUNDLE_BYTES_MAX = 48 * 1024;

/** The files of one bundle: those of the list from `from` up to and without `to`. */
export interface Packed {
  readonly from: number;
  readonly to: number;
  readonly bytes: Bytes;
  /** Length of each file. */
  readonly sizes: readonly number[];
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();

function joined(parts: readonly Uint8Array[], bytes: number): Bytes {
  const whole = new Uint8Array(bytes);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** Cuts files into bundles, in their order. */
export function packBundles(files: readonly HouseholdFile[]): readonly Packed[] {
  const bundles: Packed[] = [];
  let parts: Uint8Array[] = [];
  let bytes = 0;
  const close = (to: number) => {
    if (parts.length === 0) return;
    bundles.push({ from: to - parts.length, to, bytes: joined(parts, bytes), sizes: parts.map((p) => p.length) });
    parts = [];
    bytes = 0;
  };
  for (const [i, file] of files.entries()) {
    const part = encoder.encode(JSON.stringify(file));
    if (bytes + part.length > BUNDLE_BYTES_MAX) close(i);
    parts.push(part);
    bytes += part.length;
  }
  close(files.length);
  return bundles;
}

/** Reads the file that lies at `start`; what this app wrote itself, as the seal proves. */
export function fileAt(bundle: Bytes, start: number, size: number): HouseholdFile {
  return JSON.parse(decoder.decode(bundle.subarray(start, start + size))) as HouseholdFile;
}
