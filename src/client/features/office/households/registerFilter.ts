import { create } from 'zustand';
import type { RegisterSearch } from '../../../../protocol/officeRegister.ts';

export type RegisterFilter = Omit<RegisterSearch, 'cursor'>;

export const NO_FILTER: RegisterFilter = {
  village: null,
  grid: null,
  naturalVillage: null,
  status: null,
  tag: null,
  ended: false,
  q: '',
};

/** What the register is narrowed to; it stays while one goes to another screen and comes back. */
export const useRegisterFilter = create<RegisterFilter>(() => NO_FILTER);
