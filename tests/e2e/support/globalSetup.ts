/** Before all browser tests: a Chromium (found or installed), a fresh build of the PWA, and a demo town to copy. */
import { spawnSync } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { findChromium } from './chromium.ts';
import { makeDemoTown, userEnv } from './product.ts';

/** Finds the browser once, tells the tests through CHROMIUM, and builds what they look at; gives what clears up behind them. */
export default async function setup(): Promise<() => Promise<void>> {
  process.env.CHROMIUM = findChromium();
  const vite = join(import.meta.dirname, '../../../node_modules/vite/bin/vite.js');
  const built = spawnSync(process.execPath, [vite, 'build', '--logLevel', 'warn'], {
    stdio: 'inherit',
    env: userEnv(),
  });
  if (built.status !== 0) throw new Error('the PWA did not build');
  const town = await makeDemoTown();
  return () => rm(town, { recursive: true, force: true });
}
