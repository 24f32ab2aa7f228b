import { firstZh } from './first.zh.ts';
import { insideZh } from './inside.zh.ts';

/** Chinese texts of the tablet: the words the product was written in; English follows their keys. */
export const appZh = { ...firstZh, ...insideZh };
