/** The Chromium that browser tests, screenshots and benchmarks use. */
import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge'];

/** Switches for a machine without a display, a GPU or a way out to Google's services. */
export const CHROMIUM_ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

function usable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function installed(): string | undefined {
  const folders = (process.env.PATH ?? '').split(':');
  const candidates = NAMES.flatMap((name) => folders.map((folder) => join(folder, name)));
  return [chromium.executablePath(), ...candidates].find(usable);
}

/** Tries the two ways a machine can get one: Debian's package as root, else Playwright's own download. */
function install(): void {
  if (process.getuid?.() === 0 && spawnSync('apt-get', ['--version']).status === 0) {
    process.stdout.write('No Chromium found; installing Debian’s package …\n');
    spawnSync('apt-get', ['update', '-q'], { stdio: 'inherit' });
    spawnSync('apt-get', ['install', '-y', '-q', 'chromium', 'fonts-noto-cjk'], { stdio: 'inherit' });
    return;
  }
  process.stdout.write('No Chromium found; asking Playwright for one …\n');
  const cli = join(import.meta.dirname, '../../../node_modules/playwright-core/cli.js');
  spawnSync(process.execPath, [cli, 'install', 'chromium'], { stdio: 'inherit' });
}

/**
 * The path of a Chromium: CHROMIUM, an installed one, or one installed now.
 * @throws Error that says what to do when there is none
 */
export function findChromium(): string {
  const given = process.env.CHROMIUM;
  if (given) {
    if (usable(given)) return given;
    throw new Error(`CHROMIUM=${given} is no program that can be started.`);
  }
  let found = installed();
  if (!found) {
    install();
    found = installed();
  }
  if (found) return found;
  throw new Error(
    'Browser tests need a Chromium: install the package chromium (or Google Chrome), or set CHROMIUM to its path.',
  );
}
