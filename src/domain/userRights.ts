/** Who may administer whom: the people of a village, and of the town. */
import type { Role } from './role.ts';

/** Roles that a village's office gives and takes. */
const VILLAGE_GIVES: readonly Role[] = ['grid_worker', 'store_clerk', 'committee'];

interface Person {
  readonly role: Role;
  /** Null: the whole town. */
  readonly village: string | null;
}

/**
 * Whether somebody may make another person what `target` says, or change one who is that: the town everybody, a village's office
 * the workers, clerks and committee of its own village.
 */
export function mayAdminister(by: Person, target: Person): boolean {
  if (by.role === 'town_admin') return by.village === null || by.village === target.village;
  return (
    by.role === 'village_office' &&
    by.village !== null &&
    by.village === target.village &&
    VILLAGE_GIVES.includes(target.role)
  );
}

/** The roles that somebody may give. */
export function rolesToGive(by: Person, roles: readonly Role[]): readonly Role[] {
  return roles.filter((role) => mayAdminister(by, { role, village: role === 'town_admin' ? null : by.village }));
}
