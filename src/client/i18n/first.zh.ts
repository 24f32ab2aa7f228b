import { shellZh } from './zh/shell.ts';
import { startZh } from './zh/start.ts';

/** What the tablet says before a person is unlocked: all that the first screen has to load. */
export const firstZh = { ...shellZh, ...startZh };
