import type { appZh } from './app.zh.ts';
import { shellEn } from './en/shell.ts';
import type { Texts } from './texts.ts';

export const appEn: Texts<typeof appZh> = { ...shellEn };
