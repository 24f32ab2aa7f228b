/** People, what they may do, and their sessions in the browser. */
import type { Generated } from 'kysely';
import type { Role } from '../../../domain/role.ts';
import type { Moment } from './columns.ts';

export interface UserTable {
  town: string;
  id: string;
  name: string;
  role: Role;
  /** Null: the whole town. */
  village: string | null;
  /** Empty: all of the village. */
  grids: string[];
  home_grid: string | null;
  /** Sign-in name for the browser; null for people who only work on tablets. */
  login: string | null;
  password_hash: string | null;
  pin_hash: string | null;
  pin_fails: Generated<number>;
  active: Generated<boolean>;
}

/** What a person may do from an instant on; only of people whose rights ever changed (CF-16). */
export interface UserRightsTable {
  town: string;
  user_id: string;
  from_ms: number;
  role: Role;
  village: string | null;
  grids: string[];
  active: boolean;
}

export interface SessionTable {
  town: string;
  token_hash: string;
  user_id: string;
  created_at: Generated<Moment>;
  expires_at: Moment;
}
