import { must } from '../../domain/must.ts';
import type { Role } from '../../domain/role.ts';
import { readSeedStaff } from './seedTables.ts';

export const DEMO_TOWN = { code: 'CC', name: '苍城镇' } as const;
export const DEMO_VILLAGES = [
  { code: 'XW', name: '下湾村' },
  { code: 'DL', name: '大罗村' },
] as const;

/** Someone of the demo town. Whoever has a login signs in with a password, the others open tablets with a PIN. */
export interface DemoPerson {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  readonly village: string | null;
  readonly homeGrid: string | null;
  readonly login: string | null;
}

const OFFICES: readonly DemoPerson[] = [
  office('ZHEN', '苍城镇管理员', 'town_admin', null, 'cangcheng'),
  office('CWH-XW', '下湾村村委会', 'village_office', 'XW', 'xiawan'),
  office('WYH-XW', '下湾村积分监督委员会', 'committee', 'XW', 'xiawan-committee'),
  office('CWH-DL', '大罗村村委会', 'village_office', 'DL', 'daluo'),
  office('WYH-DL', '大罗村积分监督委员会', 'committee', 'DL', 'daluo-committee'),
];

function office(id: string, name: string, role: Role, village: string | null, login: string): DemoPerson {
  return { id, name, role, village, homeGrid: null, login };
}

/** The offices, then the grid workers and store clerks of `seed/staff.csv` under the ids that the history names. */
export async function demoPeople(): Promise<readonly DemoPerson[]> {
  const staff = await readSeedStaff();
  return [
    ...OFFICES,
    ...staff.map(
      ({ id, name, role, village, grid }): DemoPerson => ({
        id,
        name,
        role: role === '网格员' ? 'grid_worker' : 'store_clerk',
        village: demoVillageCode(village),
        homeGrid: grid === '' ? null : grid,
        login: null,
      }),
    ),
  ];
}

/** Code of a village by the name that the tables in `seed/` use. */
export function demoVillageCode(name: string): string {
  return must(
    DEMO_VILLAGES.find((village) => village.name === name),
    `${name} is a village of the demo town`,
  ).code;
}
