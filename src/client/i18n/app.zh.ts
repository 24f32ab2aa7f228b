import { shellZh } from './zh/shell.ts';

/** Chinese texts of the tablet: the words the product was written in; English follows their keys. */
export const appZh = { ...shellZh };
