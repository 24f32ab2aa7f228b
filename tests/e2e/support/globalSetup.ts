/** Before all browser tests: a Chromium (found or installed) and a fresh build of the PWA. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { findChromium } from './chromium.ts';

/** Finds the browser once, tells the tests through CHROMIUM, and builds what they look at. */
export default function setup(): void {
  process.env.CHROMIUM = findChromium();
  const vite = join(import.meta.dirname, '../../../node_modules/vite/bin/vite.js');
  const built = spawnSync(process.execPath, [vite, 'build', '--logLevel', 'warn'], { stdio: 'inherit' });
  if (built.status !== 0) throw new Error('the PWA did not build');
}
