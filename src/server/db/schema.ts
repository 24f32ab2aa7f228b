/**
 * Tables as kysely sees them. `town` is first in every key (one town is one tenant and one push touches one town). Instants
 * from devices are milliseconds (bigint), days are texts. `json` columns of the ledger keep their text byte for byte,
 * because the hash chain is over it.
 */

import type { CaseOpTable, CaseTable } from './schema/cases.ts';
import type {
  AdoptedOpTable,
  DeviceForkTable,
  DeviceTable,
  DeviceUserTable,
  EnrolCodeTable,
} from './schema/devices.ts';
import type { CommitteeSessionTable, EntryPhotoTable, EntryTable, PhotoTable } from './schema/entries.ts';
import type { GoodsPhotoTable, GoodsPriceTable, GoodsTable, StockMoveTable, StockTable } from './schema/goods.ts';
import type { HouseholdTable, PointMoveTable } from './schema/households.ts';
import type { LedgerTable, OpTable } from './schema/ledger.ts';
import type { NoticeReadTable, NoticeTable } from './schema/notices.ts';
import type { AuditActTable, JobTable } from './schema/officeWork.ts';
import type { SessionTable, UserRightsTable, UserTable } from './schema/people.ts';
import type {
  ObjectionTable,
  PublicationTable,
  PublishedEntryTable,
  PublishedMonthTable,
  UnlistedEntryTable,
} from './schema/publicity.ts';
import type { PointLapseTable, SettledQuarterTable } from './schema/quarters.ts';
import type { RankedHouseholdTable, RankingExclusionTable, RankingTable } from './schema/ranking.ts';
import type { AllowanceTable, RedemptionTable, ReservationTable, WriteOffTable } from './schema/redemptions.ts';
import type { PolicyTable, RuleVersionTable } from './schema/settings.ts';
import type { GridTable, RestoreTable, TownTable, VillageTable } from './schema/town.ts';

/** Every table, by its name. */
export interface Database {
  jobs: JobTable;
  towns: TownTable;
  restores: RestoreTable;
  villages: VillageTable;
  grids: GridTable;
  users: UserTable;
  sessions: SessionTable;
  devices: DeviceTable;
  device_users: DeviceUserTable;
  user_rights: UserRightsTable;
  enrol_codes: EnrolCodeTable;
  ops: OpTable;
  ledger: LedgerTable;
  households: HouseholdTable;
  entries: EntryTable;
  entry_photos: EntryPhotoTable;
  committee_sessions: CommitteeSessionTable;
  redemptions: RedemptionTable;
  reservations: ReservationTable;
  point_moves: PointMoveTable;
  point_lapses: PointLapseTable;
  settled_quarters: SettledQuarterTable;
  allowances: AllowanceTable;
  write_offs: WriteOffTable;
  cases: CaseTable;
  case_ops: CaseOpTable;
  device_forks: DeviceForkTable;
  adopted_ops: AdoptedOpTable;
  photos: PhotoTable;
  rule_versions: RuleVersionTable;
  goods: GoodsTable;
  goods_prices: GoodsPriceTable;
  goods_photos: GoodsPhotoTable;
  stock_moves: StockMoveTable;
  stock: StockTable;
  policies: PolicyTable;
  published_months: PublishedMonthTable;
  notices: NoticeTable;
  notice_reads: NoticeReadTable;
  audit_acts: AuditActTable;
  publications: PublicationTable;
  published_entries: PublishedEntryTable;
  unlisted_entries: UnlistedEntryTable;
  objections: ObjectionTable;
  rankings: RankingTable;
  ranked_households: RankedHouseholdTable;
  ranking_exclusions: RankingExclusionTable;
}
