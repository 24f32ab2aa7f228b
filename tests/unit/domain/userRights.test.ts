import { expect, test } from 'vitest';
import { ROLES } from '../../../src/domain/role.ts';
import { mayAdminister, rolesToGive } from '../../../src/domain/userRights.ts';

const town = { role: 'town_admin', village: null } as const;
const office = { role: 'village_office', village: 'XW' } as const;

test('the town administers everybody; an administrator of one village only its people', () => {
  for (const role of ROLES) expect(mayAdminister(town, { role, village: 'XW' })).toBe(true);
  const ofVillage = { role: 'town_admin', village: 'XW' } as const;
  expect(mayAdminister(ofVillage, { role: 'grid_worker', village: 'XW' })).toBe(true);
  expect(mayAdminister(ofVillage, { role: 'grid_worker', village: 'DL' })).toBe(false);
});

test("a village's office administers workers, clerks and committee of its own village, nobody above, nobody elsewhere", () => {
  const may = (role: (typeof ROLES)[number], village: string | null) => mayAdminister(office, { role, village });
  expect(ROLES.filter((role) => may(role, 'XW')).toSorted()).toEqual(['committee', 'grid_worker', 'store_clerk']);
  expect(ROLES.filter((role) => may(role, 'DL'))).toEqual([]);
  expect(ROLES.filter((role) => may(role, null))).toEqual([]);
  expect(mayAdminister({ role: 'village_office', village: null }, { role: 'grid_worker', village: null })).toBe(false);
});

test('nobody else administers anybody', () => {
  for (const role of ['grid_worker', 'store_clerk', 'committee'] as const)
    expect(mayAdminister({ role, village: 'XW' }, { role: 'grid_worker', village: 'XW' })).toBe(false);
});

test('the roles that somebody may give are offered', () => {
  expect(rolesToGive(town, ROLES)).toEqual(ROLES);
  expect(rolesToGive(office, ROLES).toSorted()).toEqual(['committee', 'grid_worker', 'store_clerk']);
  expect(rolesToGive({ role: 'town_admin', village: 'XW' }, ['town_admin', 'committee'])).toEqual(['committee']);
});
