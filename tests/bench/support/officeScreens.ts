/** The screens of the office as a person opens them. */
export interface OfficeScreen {
  readonly name: string;
  /** Behind `/office`. */
  readonly path: string;
  /** Tabs that are chosen after it. */
  readonly tabs?: readonly string[];
  /** What is pressed after it (the first that fits), one by one. */
  readonly press?: readonly string[];
  /** What is typed into its search, in two steps. */
  readonly search?: string;
}

export const OFFICE_SCREENS: readonly OfficeScreen[] = [
  { name: 'overview', path: '' },
  { name: 'review', path: '/review', search: '关明' },
  { name: 'cases', path: '/cases' },
  { name: 'publicity', path: '/publicity' },
  { name: 'publicity-list', path: '/publicity', press: ['main li button:has-text("看名单")'] },
  { name: 'ranking', path: '/ranking' },
  { name: 'household', path: '/households', press: ['main [data-code]'] },
  { name: 'household-history', path: '/households', press: ['main [data-code]', '[role="tab"]:has-text("改动")'] },
  // Behind those that press a row: what is searched for stays in its field.
  { name: 'register', path: '/households', search: '关明' },
  { name: 'cards', path: '/cards' },
  { name: 'store', path: '/store' },
  { name: 'quarter', path: '/quarter' },
  { name: 'goods', path: '/goods' },
  { name: 'rules', path: '/rules' },
  {
    name: 'rules-trial',
    path: '/rules',
    press: [
      'main button:has-text("起草"), main button:has-text("接着写草稿")',
      'main button:has-text("拿上季度试算")',
      'main button[type="submit"]',
    ],
  },
  { name: 'statistics', path: '/statistics' },
  { name: 'statistics-participation', path: '/statistics', tabs: ['参与'] },
  { name: 'statistics-redemption', path: '/statistics', tabs: ['兑换'] },
  { name: 'statistics-unvisited', path: '/statistics', tabs: ['没上门的'] },
  { name: 'statistics-work', path: '/statistics', tabs: ['工作'] },
  { name: 'notices', path: '/notices' },
  { name: 'devices', path: '/devices' },
  { name: 'people', path: '/people' },
  { name: 'audit', path: '/audit' },
];
