import { createContext, useContext } from 'react';
import { must } from '../../../domain/must.ts';
import type { OfficeMe } from '../../../protocol/officeSession.ts';

export const MeContext = createContext<OfficeMe | undefined>(undefined);

/** Who is signed in; only below the sign-in. */
export function useMe(): OfficeMe {
  return must(useContext(MeContext), 'office screens stand below the sign-in');
}
