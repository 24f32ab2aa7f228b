/** The screens of the office as a person opens them. */
export interface OfficeScreen {
  readonly name: string;
  /** Behind `/office`. */
  readonly path: string;
  /** Tabs or buttons that are pressed after it. */
  readonly then?: readonly RegExp[];
  /** What is typed into its search, in two steps. */
  readonly search?: string;
}

export const OFFICE_SCREENS: readonly OfficeScreen[] = [
  { name: 'overview', path: '' },
  { name: 'review', path: '/review', search: '关明' },
  { name: 'cases', path: '/cases' },
  { name: 'publicity', path: '/publicity' },
  { name: 'ranking', path: '/ranking' },
  { name: 'register', path: '/households', search: '关明' },
  { name: 'cards', path: '/cards' },
  { name: 'store', path: '/store' },
  { name: 'goods', path: '/goods' },
  { name: 'rules', path: '/rules' },
  { name: 'statistics', path: '/statistics' },
  { name: 'notices', path: '/notices' },
  { name: 'devices', path: '/devices' },
  { name: 'people', path: '/people' },
  { name: 'audit', path: '/audit' },
];
