import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';
import packageJson from './package.json' with { type: 'json' };
import { manifest } from './src/client/pwa/manifest.ts';

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
  },
});
