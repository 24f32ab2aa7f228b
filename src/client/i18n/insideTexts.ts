/** Imported by what lies behind the PIN: its Chinese texts come with its code, and not with the first screen. */
import i18next from 'i18next';
import { insideZh } from './inside.zh.ts';

i18next.addResourceBundle('zh-CN', 'app', insideZh, true);
