import { join } from 'node:path';
import { build } from 'vite';

const PROJECT = join(import.meta.dirname, '../../..');

/** `crashServer.ts` as one file, which starts in a third of the time; gives its path. Tests side by side each name their own. */
export async function bundleServer(name: string): Promise<string> {
  const outDir = join(PROJECT, 'node_modules/.cache');
  await build({
    configFile: false,
    logLevel: 'warn',
    root: PROJECT,
    ssr: { external: true },
    build: {
      ssr: join(import.meta.dirname, 'crashServer.ts'),
      outDir,
      emptyOutDir: false,
      minify: false,
      rollupOptions: { output: { entryFileNames: `${name}-server.mjs`, codeSplitting: false } },
    },
  });
  return join(outDir, `${name}-server.mjs`);
}
