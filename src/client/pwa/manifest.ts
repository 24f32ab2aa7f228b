import type { ManifestOptions } from 'vite-plugin-pwa';

/** What the home screen of a tablet knows of the app. */
export const manifest: Partial<ManifestOptions> = {
  id: '/',
  name: '积分随行',
  short_name: '积分随行',
  description: '没有信号也能记分、兑换，回来自动上传。',
  lang: 'zh-CN',
  dir: 'ltr',
  start_url: '/',
  scope: '/',
  display: 'standalone',
  orientation: 'any',
  background_color: '#f4f6f1',
  theme_color: '#1f6b45',
  categories: ['government', 'productivity'],
  icons: [
    { src: '/icons/icon-192.png', sizes: '192x192', type: 'image/png', purpose: 'any' },
    { src: '/icons/icon-512.png', sizes: '512x512', type: 'image/png', purpose: 'any' },
    { src: '/icons/maskable-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
  ],
};
