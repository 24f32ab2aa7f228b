import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';
import packageJson from './package.json' with { type: 'json' };
import { manifest } from './src/client/pwa/manifest.ts';

/** What several screens share is one file of about this size at least; single modules above the other stay files of their own. */
const SHARED_BYTES_MIN = 20_000;
const MERGED_BYTES_MAX = 60_000;

const shortName = (name = 'part') => name.split(/[~.]/)[0];

export default defineConfig({
  define: { __APP_VERSION__: JSON.stringify(packageJson.version) },
  plugins: [
    react(),
    tailwindcss(),
    VitePWA({
      strategies: 'injectManifest',
      srcDir: 'src/client',
      filename: 'sw.ts',
      // The page itself asks (src/client/pwa): a reload on its own would lose a typed form.
      registerType: 'prompt',
      injectRegister: false,
      manifest,
      injectManifest: {
        globPatterns: ['**/*.{js,css,html,wasm,svg,png,webmanifest}'],
        // The scanner's decoder is about 1.1 MB before compression, and a tablet without it cannot read a card.
        maximumFileSizeToCacheInBytes: 3 * 1024 * 1024,
      },
    }),
  ],
  build: {
    outDir: 'dist/client',
    target: 'es2022',
    // Browsers of that age preload modules by themselves.
    modulePreload: { polyfill: false },
    // The content policy allows no data: addresses for scripts and styles, and small images are precached anyway.
    assetsInlineLimit: 0,
    rolldownOptions: {
      output: {
        // Every file is a round trip of the installation, and of the first page. By itself the bundler makes one of each icon.
        codeSplitting: {
          groups: [
            { name: 'start', tags: ['$initial'], priority: 2 },
            {
              name: 'shared',
              minShareCount: 2,
              maxModuleSize: MERGED_BYTES_MAX,
              entriesAware: true,
              entriesAwareMergeThreshold: SHARED_BYTES_MIN,
            },
          ],
        },
        // The bundler names a shared file by all the screens that share it.
        chunkFileNames: ({ name }) => `assets/${shortName(name)}-[hash].js`,
        assetFileNames: ({ names }) => `assets/${shortName(names[0])}-[hash][extname]`,
      },
    },
  },
});
