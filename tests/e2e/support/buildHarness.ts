import { fileURLToPath } from 'node:url';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { build } from 'vite';

/** Builds the scan harness as the product is built, into `outDir`. */
export async function buildHarness(outDir: string): Promise<void> {
  await build({
    root: fileURLToPath(new URL('../scan-harness', import.meta.url)),
    configFile: false,
    logLevel: 'error',
    plugins: [react(), tailwindcss()],
    // Nothing inlined: the policy under test forbids data: addresses.
    build: { outDir, emptyOutDir: true, assetsInlineLimit: 0, target: 'es2022', reportCompressedSize: false },
  });
}
