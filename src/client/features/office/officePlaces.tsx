/** The screens of the office in the order of the rail. A screen's code comes when it is opened. */
import {
  BookOpenCheck,
  CalendarRange,
  ChartLine,
  ClipboardCheck,
  House,
  IdCard,
  LayoutDashboard,
  type LucideIcon,
  Megaphone,
  Scale,
  ScrollText,
  ShoppingBasket,
  Store,
  Tablet,
  Trophy,
  Users,
  UsersRound,
} from 'lucide-react';
import { type ComponentType, type LazyExoticComponent, lazy } from 'react';
import type { Role } from '../../../domain/role.ts';

export interface OfficePlace {
  /** Name in the texts (`nav.<key>`) and path behind `/office/`; the overview's path is empty. */
  readonly key:
    | 'overview'
    | 'review'
    | 'sessions'
    | 'cases'
    | 'publicity'
    | 'households'
    | 'cards'
    | 'store'
    | 'goods'
    | 'devices'
    | 'people'
    | 'rules'
    | 'statistics'
    | 'ranking'
    | 'quarter'
    | 'notices'
    | 'audit';
  readonly icon: LucideIcon;
  readonly Screen: LazyExoticComponent<ComponentType>;
  /** Who sees it; absent: everybody in the office. */
  readonly for?: readonly Role[];
}

const MANAGING: readonly Role[] = ['village_office', 'town_admin'];
const TOWN: readonly Role[] = ['town_admin'];

/** Groups of the rail, each under its heading (`nav.group.<key>`); the first has none. */
export const OFFICE_PLACES: readonly {
  readonly group: 'first' | 'points' | 'households' | 'store' | 'management';
  readonly places: readonly OfficePlace[];
}[] = [
  {
    group: 'first',
    places: [
      {
        key: 'overview',
        icon: LayoutDashboard,
        Screen: lazy(() => import('./overview/Overview.tsx').then((m) => ({ default: m.Overview }))),
      },
    ],
  },
  {
    group: 'points',
    places: [
      {
        key: 'review',
        icon: ClipboardCheck,
        Screen: lazy(() => import('./review/ReviewScreen.tsx').then((m) => ({ default: m.ReviewScreen }))),
      },
      {
        key: 'sessions',
        icon: UsersRound,
        Screen: lazy(() => import('./sessions/SessionsScreen.tsx').then((m) => ({ default: m.SessionsScreen }))),
      },
      {
        key: 'cases',
        icon: Scale,
        Screen: lazy(() => import('./cases/CasesScreen.tsx').then((m) => ({ default: m.CasesScreen }))),
      },
      {
        key: 'publicity',
        icon: Megaphone,
        Screen: lazy(() => import('./publicity/PublicityScreen.tsx').then((m) => ({ default: m.PublicityScreen }))),
      },
      {
        key: 'ranking',
        icon: Trophy,
        Screen: lazy(() => import('./ranking/RankingScreen.tsx').then((m) => ({ default: m.RankingScreen }))),
      },
    ],
  },
  {
    group: 'households',
    places: [
      {
        key: 'households',
        icon: House,
        Screen: lazy(() => import('./households/HouseholdsScreen.tsx').then((m) => ({ default: m.HouseholdsScreen }))),
      },
      {
        key: 'cards',
        icon: IdCard,
        Screen: lazy(() => import('./cards/CardsScreen.tsx').then((m) => ({ default: m.CardsScreen }))),
        for: MANAGING,
      },
    ],
  },
  {
    group: 'store',
    places: [
      {
        key: 'store',
        icon: Store,
        Screen: lazy(() => import('./store/StoreScreen.tsx').then((m) => ({ default: m.StoreScreen }))),
      },
      {
        key: 'quarter',
        icon: CalendarRange,
        Screen: lazy(() => import('./quarter/QuarterScreen.tsx').then((m) => ({ default: m.QuarterScreen }))),
      },
      {
        key: 'goods',
        icon: ShoppingBasket,
        Screen: lazy(() => import('./goods/GoodsScreen.tsx').then((m) => ({ default: m.GoodsScreen }))),
        for: TOWN,
      },
    ],
  },
  {
    group: 'management',
    places: [
      {
        key: 'rules',
        icon: BookOpenCheck,
        Screen: lazy(() => import('./rules/RulesScreen.tsx').then((m) => ({ default: m.RulesScreen }))),
      },
      {
        key: 'statistics',
        icon: ChartLine,
        Screen: lazy(() => import('./statistics/StatisticsScreen.tsx').then((m) => ({ default: m.StatisticsScreen }))),
      },
      {
        key: 'notices',
        icon: Megaphone,
        Screen: lazy(() => import('./notices/NoticesScreen.tsx').then((m) => ({ default: m.NoticesScreen }))),
      },
      {
        key: 'devices',
        icon: Tablet,
        Screen: lazy(() => import('./devices/DevicesScreen.tsx').then((m) => ({ default: m.DevicesScreen }))),
        for: MANAGING,
      },
      {
        key: 'people',
        icon: Users,
        Screen: lazy(() => import('./people/PeopleScreen.tsx').then((m) => ({ default: m.PeopleScreen }))),
        for: MANAGING,
      },
      {
        key: 'audit',
        icon: ScrollText,
        Screen: lazy(() => import('./audit/AuditScreen.tsx').then((m) => ({ default: m.AuditScreen }))),
        for: MANAGING,
      },
    ],
  },
];

/** What a person of this role finds in the rail. */
export function placesFor(role: Role): typeof OFFICE_PLACES {
  return OFFICE_PLACES.map(({ group, places }) => ({
    group,
    places: places.filter((place) => place.for?.includes(role) ?? true),
  })).filter(({ places }) => places.length > 0);
}

/** The address of a screen. */
export function addressOf({ key }: Pick<OfficePlace, 'key'>): string {
  return key === 'overview' ? '/office' : `/office/${key}`;
}
