import { householdZh } from './zh/household.ts';
import { photosZh } from './zh/photos.ts';
import { scoreZh } from './zh/score.ts';
import { shellZh } from './zh/shell.ts';
import { startZh } from './zh/start.ts';
import { trayZh } from './zh/tray.ts';

/** Chinese texts of the tablet: the words the product was written in; English follows their keys. */
export const appZh = { ...shellZh, ...startZh, ...householdZh, ...scoreZh, ...photosZh, ...trayZh };
