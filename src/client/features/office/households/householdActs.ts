import type { Verdict } from '../../../../domain/verdict.ts';
import type { RegisterHousehold } from '../../../../protocol/officeRegister.ts';

/** Gives what to call when an act was recorded: it says so in these words. */
export type Done = (words: string) => (unsent: boolean, verdict?: Verdict) => void;

/** Props of everything that does something with the household in view. */
export interface ActProps {
  readonly household: RegisterHousehold;
  readonly done: Done;
}

/** Whether it is a household no more. */
export function isEnded({ merged, closed }: Pick<RegisterHousehold, 'merged' | 'closed'>): boolean {
  return merged !== null || closed !== null;
}
