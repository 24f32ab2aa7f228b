import { publicityPrepare } from '../office/publicityPrepare.ts';
import { registerExport } from '../register/exportRegister.ts';
import { printCards } from '../register/printCards.ts';
import { rollImport, rollPreview } from '../register/roll/rollJobs.ts';
import { anyJobKind } from './anyJobKind.ts';
import type { AnyJobKind } from './jobKind.ts';

/** Every kind of long work that this server does. */
export const JOBS: readonly AnyJobKind[] = [
  anyJobKind(registerExport),
  anyJobKind(rollPreview),
  anyJobKind(rollImport),
  anyJobKind(printCards),
  anyJobKind(publicityPrepare),
];
