/** The product's own build, apart from the one that `npm start` serves. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'vite';

const PROJECT = join(import.meta.dirname, '../../..');
/** What vite.config.ts precaches. */
const PRECACHED = /\.(js|css|html|wasm|svg|png|webmanifest)$/;

/** Builds the PWA into the folder and gives it back. */
export async function buildApp(outDir: string): Promise<string> {
  await build({ root: PROJECT, logLevel: 'error', mode: 'production', build: { outDir, emptyOutDir: true } });
  return outDir;
}

/** Bytes after gzip: scripts that the page needs before its first screen, and everything that is precached. */
export async function gzipBytesOf(app: string): Promise<{ readonly firstScreen: number; readonly all: number }> {
  const size = async (path: string) => gzipSync(await readFile(join(app, path))).length;
  const sum = async (paths: Iterable<string>) =>
    (await Promise.all([...paths].map(size))).reduce((total, bytes) => total + bytes, 0);
  const page = await readFile(join(app, 'index.html'), 'utf8');
  const scripts = new Set([...page.matchAll(/(?:src|href)="\/([^"]+\.js)"/g)].flatMap((found) => found[1] ?? []));
  const files = (await readdir(app, { recursive: true })).filter((path) => PRECACHED.test(path) && path !== 'sw.js');
  return { firstScreen: await sum(scripts), all: await sum(files) };
}
