import type { appZh } from './app.zh.ts';
import { counterEn } from './en/counter.ts';
import { householdEn } from './en/household.ts';
import { photosEn } from './en/photos.ts';
import { reserveEn } from './en/reserve.ts';
import { scoreEn } from './en/score.ts';
import { shellEn } from './en/shell.ts';
import { startEn } from './en/start.ts';
import { stockEn } from './en/stock.ts';
import { trayEn } from './en/tray.ts';
import type { Texts } from './texts.ts';

export const appEn: Texts<typeof appZh> = {
  ...shellEn,
  ...startEn,
  ...householdEn,
  ...scoreEn,
  ...photosEn,
  ...trayEn,
  ...counterEn,
  ...reserveEn,
  ...stockEn,
};
