import { counterZh } from './zh/counter.ts';
import { householdZh } from './zh/household.ts';
import { photosZh } from './zh/photos.ts';
import { reserveZh } from './zh/reserve.ts';
import { scoreZh } from './zh/score.ts';
import { stockZh } from './zh/stock.ts';
import { trayZh } from './zh/tray.ts';

/** What the tablet says behind the PIN (`insideTexts.ts`). */
export const insideZh = { ...householdZh, ...scoreZh, ...photosZh, ...trayZh, ...counterZh, ...reserveZh, ...stockZh };
