import { registerExport } from '../register/exportRegister.ts';
import { anyJobKind } from './anyJobKind.ts';
import type { AnyJobKind } from './jobKind.ts';

/** Every kind of long work that this server does. */
export const JOBS: readonly AnyJobKind[] = [anyJobKind(registerExport)];
