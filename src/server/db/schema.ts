/**
 * Tables as kysely sees them. `town` is first in every key (one town is one tenant and one push touches one town). Instants
 * from devices are milliseconds (bigint), days are texts. `json` columns of the ledger keep their text byte for byte,
 * because the hash chain is over it.
 */
import type { ColumnType, Generated } from 'kysely';
import type {
  Agreement,
  Edit,
  EntryStatus,
  HouseholdFile,
  Profile,
  RedemptionLine,
  RedemptionMode,
  Reservation,
  ReservationEnd,
} from '../../domain/household.ts';
import type { NoticeKind } from '../../domain/notice.ts';
import type { ObjectionOutcome, ObjectionWay } from '../../domain/objection.ts';
import type { CaseDecision, GoodsLimit } from '../../domain/op.ts';
import type { Policy } from '../../domain/policy.ts';
import type { DeviceKind, Role } from '../../domain/role.ts';
import type { Rule } from '../../domain/rule.ts';
import type { StockMoveKind } from '../../domain/stock.ts';
import type { HeldCode, Verdict, VerdictParams } from '../../domain/verdict.ts';
import type { JobState } from '../../protocol/officeJobs.ts';

/** A json column: read as a value, written as its text. */
type Json<T> = ColumnType<T, string, string>;
type Moment = ColumnType<Date, Date | string, Date | string>;
/** A moment that the database sets by itself. */
type OwnMoment = ColumnType<Date, Date | string | undefined, Date | string>;

export interface TownTable {
  town: string;
  name: string;
  zone_offset_minutes: number;
  /** Changes when the ledger is restored from a backup (SY-14). */
  epoch: string;
  /** Last place of the feed and its chained hash. */
  feed_seq: number;
  feed_hash: string;
  catalogue_version: number;
  card_private: Json<JsonWebKey>;
  card_public: string;
  backed_up_at: Moment | null;
  /** Feed place of the last restore (SY-14); null when there was none. */
  restored_seq: number | null;
}

/** A history that was put back from a backup (SY-14). */
export interface RestoreTable {
  town: string;
  /** The epoch that began with it. */
  epoch: string;
  restored_at: Generated<Moment>;
  feed_seq: number;
  feed_hash: string;
  backup_at: Moment;
}

export interface VillageTable {
  town: string;
  code: string;
  name: string;
}

export interface GridTable {
  town: string;
  code: string;
  village: string;
  name: string;
  natural_villages: string[];
}

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

export interface SessionTable {
  town: string;
  token_hash: string;
  user_id: string;
  created_at: Generated<Moment>;
  expires_at: Moment;
}

export interface DeviceTable {
  town: string;
  id: string;
  kind: DeviceKind;
  /** Null: the whole town. */
  village: string | null;
  name: string;
  token_hash: string;
  /** Raw P-256 point, base64url. */
  public_key: string;
  genesis: string;
  data_key: Buffer;
  /** SY-4: highest own seq that has its verdict, and the hash of that op. */
  high_seq: Generated<number>;
  high_hash: string;
  status: Generated<'active' | 'revoked'>;
  revoked_at: Moment | null;
  enrolled_by: string;
  enrolled_at: Generated<Moment>;
  last_sync_at: Moment | null;
  app: Generated<string>;
  /** Server's clock minus the device's at the last sync, ms. */
  clock_offset_ms: Generated<number>;
  unsent: Generated<number>;
  used_bytes: number | null;
  quota_bytes: number | null;
  persisted: boolean | null;
  /** CF-16: newest own op that existed at the last contact, and when that was by the server's clock, ms. */
  head_seen: Generated<number>;
  head_seen_ms: Generated<number>;
  carry: Generated<string[]>;
  /** Feed place up to which its allowances are balanced (AL-4). */
  balanced_seq: Generated<number>;
  /** Own ops up to here are in a confirmed backup (SY-14). */
  backed_up_seq: Generated<number>;
  /** After a restore: it has to say what it holds before anything else of it is taken. */
  report_due: Generated<boolean>;
  /** It may hold promises or redemptions that the server forgot, and has not handed all of them over. */
  awaited: Generated<boolean>;
  /** The write-off by which the office stopped waiting for it. */
  waived_by: string | null;
  /** Own ops up to here had a verdict before the restore; null until it reported. */
  judged_seq: number | null;
  /** Own ops up to here were recorded before it knew of the restore. */
  faith_seq: number | null;
}

export interface DeviceUserTable {
  town: string;
  device: string;
  user_id: string;
  /** When the person was taken off the list, ms (CF-16); null: still on it. */
  removed_ms: number | null;
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

export interface EnrolCodeTable {
  town: string;
  code_hash: string;
  kind: DeviceKind;
  village: string | null;
  name: string;
  users: string[];
  created_by: string;
  created_at: Generated<Moment>;
  expires_at: Moment;
  used_at: Moment | null;
  used_device: string | null;
}

export interface OpTable {
  town: string;
  device: string;
  seq: number;
  kind: string;
  body: Json<unknown>;
  by_user: string;
  /** Device's clock, ms. */
  at: number;
  schema: number;
  hash: string;
  received_at: Generated<Moment>;
  /** Added to `at` to get the corrected instant, ms. */
  shift_ms: number;
  outcome: Verdict['outcome'];
  code: Verdict['code'];
  params: Json<VerdictParams> | null;
  /** The household that it names; null for what concerns none, and for what was refused as malformed. */
  household: string | null;
  /** The village whose it is; null for the whole town's. */
  village: string | null;
  /** Signature of the batch whose last op this is. */
  signature: string | null;
}

/** Ledger and feed are one table: gapless per town, each row hashed with the one before it. */
export interface LedgerTable {
  town: string;
  seq: number;
  hash: string;
  type: string;
  village: string | null;
  grid: string | null;
  household: string | null;
  /** Only these devices may see it; null: everyone in scope. */
  only_devices: string[] | null;
  /** The device whose own op this is, when it can derive the event itself (SY-9: no echo). */
  author: string | null;
  body: Json<unknown>;
}

export interface HouseholdTable {
  town: string;
  code: string;
  village: string;
  grid: string;
  registered: Json<{ ref: string; by: string; at: number }>;
  base: Json<Profile>;
  edits: Json<Edit[]>;
  /** The head as it stands, for lists of the office. */
  head: string;
  card: number;
  earned: number;
  pending: number;
  final: number;
  redeemed: number;
  allotted: number;
  /** AL-2, CF-23: by how much redeemed + allotted may exceed final, because points were taken back after they were spent. */
  debt: number;
  /** Feed place of the last change of this file. */
  rev: number;
  /** CF-09: what became of it; null while nothing did. */
  lineage: Json<Pick<HouseholdFile, 'places' | 'merged' | 'splits' | 'closed'>> | null;
  /** Whether it is a household no more, for lists. */
  ended: 'merged' | 'closed' | null;
}

/** Goods and points kept for a household (AL-8). */
export interface ReservationTable {
  town: string;
  household: string;
  id: string;
  lines: Json<readonly RedemptionLine[]>;
  points: number;
  hand_over: Reservation['handOver'];
  by_user: string;
  at: number;
  date: string;
  /** The device that keeps the points and hands over. */
  device: string;
  until: string;
  ended: Json<ReservationEnd> | null;
  /** It can still be fetched. */
  open: boolean;
}

/** Points that went to another household (CF-09), once in the file of each. */
export interface PointMoveTable {
  town: string;
  household: string;
  id: string;
  other: string;
  points: number;
  earned: number;
}

export interface EntryTable {
  town: string;
  household: string;
  id: string;
  rule: string;
  date: string;
  points: number;
  quantity: number;
  level: string | null;
  member: string | null;
  note: string | null;
  photos: string[] | null;
  by_user: string;
  at: number;
  status: EntryStatus;
  reviewed_by: string | null;
  reviewed_at: number | null;
  reason: string | null;
  reverses: string | null;
  late: string | null;
  old_card: number | null;
  /** What was recorded, where the review gave other points. */
  points_before: number | null;
  /** The first of two people who have to approve it. */
  agreed: Json<Agreement> | null;
  /** The committee session in which it was decided. */
  session: string | null;
}

/** Where a photo was announced, whether it has arrived or not. */
export interface EntryPhotoTable {
  town: string;
  /** SHA-256 of the file, hex. */
  photo: string;
  household: string;
  entry: string;
}

/** A session of the committee; its id is the reference of the op that opened it. */
export interface CommitteeSessionTable {
  town: string;
  id: string;
  village: string;
  date: string;
  /** Ids of people, or names of those who have none. */
  present: string[];
  chair: string | null;
  note: string | null;
  opened_by: string;
  /** Corrected instants, ms. */
  opened_at: number;
  closed_by: string | null;
  closed_at: number | null;
  close_note: string | null;
}

export interface RedemptionTable {
  town: string;
  household: string;
  id: string;
  lines: Json<RedemptionLine[]>;
  points: number;
  mode: RedemptionMode;
  by_user: string;
  at: number;
  date: string;
  voided_ref: string | null;
  voided_reason: string | null;
  /** Who voided it and when (corrected, ms); null for voids from before this was kept. */
  voided_by: string | null;
  voided_at: number | null;
  /** CF-27: the voided redemption of which this is what was kept. */
  instead: string | null;
  old_card: number | null;
  /** CF-13: the write-off whose rights it drew on, with how many points, and what the household could not cover. */
  write_off: string | null;
  late_points: number | null;
  shortfall: number | null;
  /** The reservation that it handed over (AL-8). */
  reservation: string | null;
}

export interface AllowanceTable {
  town: string;
  device: string;
  household: string;
  granted: number;
  returned: number;
  spent: number;
  written_off: Generated<number>;
  /** Written-off rights that were claimed after all: honoured by a grant of the same size. */
  claimed: Generated<number>;
  /** The newest write-off. */
  write_off: string | null;
}

/** AL-5: who gave up which device's rights, and why. */
export interface WriteOffTable {
  town: string;
  /** Reference of the op. */
  id: string;
  device: string;
  by_user: string;
  at: number;
  reason: string;
  points: number;
  households: number;
}

export interface CaseTable {
  town: string;
  /** Reference of the held op. */
  id: string;
  code: HeldCode;
  village: string | null;
  household: string | null;
  device: string;
  /** Ids of the entries the op competes with. */
  competing: string[];
  params: Json<VerdictParams> | null;
  opened_at: Generated<Moment>;
  decision: CaseDecision | null;
  decided_by: string | null;
  decided_at: Moment | null;
  reason: string | null;
  replaced: string | null;
}

/** An op of a Case of several (CF-17, CF-19); the device is the Case's. */
export interface CaseOpTable {
  town: string;
  case_id: string;
  seq: number;
  /** What became of it when the Case was decided so that they count; null before, and after a rejection. */
  outcome: Verdict['outcome'] | null;
  code: Verdict['code'] | null;
  params: Json<VerdictParams> | null;
}

/** SY-13: the identity `created` was given to a device that had another history than the server's under the id `device`. */
export interface DeviceForkTable {
  town: string;
  created: string;
  device: string;
  public_key: string;
  /** Own seq of the old id up to which both histories are the same. */
  common: number;
  /** Newest op of the branch when it asked. */
  head_seq: number;
  head_hash: string;
  made_at: Generated<Moment>;
}

/** What an identity took over from its old log (`op.adopt`): under which seq, and the digest of what it says. */
export interface AdoptedOpTable {
  town: string;
  device: string;
  was: string;
  seq: number;
  digest: string;
}

/** A photo that has arrived (CF-22); the file lies in the data folder. */
export interface PhotoTable {
  town: string;
  /** SHA-256 of the file, hex. */
  id: string;
  household: string;
  /** The op that announced it. */
  op: string;
  /** The device that sent it. */
  device: string;
  bytes: number;
  received_at: Generated<Moment>;
}

export interface RuleVersionTable {
  town: string;
  /** Empty text: the town framework. */
  village: string;
  version: number;
  effective_from: string;
  rules: Json<Rule[]>;
}

export interface GoodsTable {
  town: string;
  sku: string;
  barcode: string;
  name: string;
  spec: string;
  category: string;
  /** As it was published last; `goods_prices` says which one is in force. */
  price: number;
  active: boolean;
  /** Fen a piece. */
  unit_cost: number | null;
  low_stock: number | null;
  limit_quantity: number | null;
  limit_period: GoodsLimit['period'] | null;
  photo: string | null;
}

/** A picture of goods; the file lies beside the photos of deeds. */
export interface GoodsPhotoTable {
  town: string;
  /** SHA-256 of the file, hex. */
  id: string;
  bytes: number;
  added_by: string;
  added_at: Generated<Moment>;
}

/** A price and the instant it came into force (CF-14). */
export interface GoodsPriceTable {
  town: string;
  sku: string;
  from_ms: number;
  price: number;
}

/** A movement of goods in its place in time (AL-6). */
export interface StockMoveTable {
  town: string;
  /** The village whose store it is. */
  store: string;
  /** The shelf, or the device that carries the goods. */
  place: string;
  sku: string;
  /** The op that moved them. */
  ref: string;
  /** Corrected instant, ms. */
  at: number;
  kind: StockMoveKind;
  /** Signed; of a count its difference. */
  quantity: number;
  /** What a count found. */
  counted: number | null;
}

/** What lies at a place: the sum of its movements. */
export interface StockTable {
  town: string;
  store: string;
  place: string;
  sku: string;
  quantity: number;
  /** Somebody has received, counted or handed out there; before that the number says nothing to anybody. */
  kept: boolean;
}

export interface PolicyTable {
  town: string;
  /** Empty text: the whole town. */
  village: string;
  policy: Json<{ readonly [K in keyof Policy]?: Policy[K] | undefined }>;
}

export interface PublishedMonthTable {
  town: string;
  village: string;
  month: string;
  /** It was closed before lists were kept: no document is made of it. */
  paper: Generated<boolean>;
}

/** The frozen list of a village's month. */
export interface PublicationTable {
  town: string;
  village: string;
  month: string;
  /** The op that published it. */
  ref: string;
  by_user: string;
  at: number;
  published: string;
  until: string;
  /** Canonical JSON, to the letter; `hash` is its SHA-256, hex. */
  document: string;
  hash: string;
  /** The ledger it was made from: up to this place, which had this hash. */
  root_seq: number;
  root_hash: string;
  households: number;
  entries: number;
  points: number;
  pending: number;
  /** SY-14: the hash of the list that hung there before a restore, when this is another one. */
  was: string | null;
}

/** An entry stands in one list, in one row of it. */
export interface PublishedEntryTable {
  town: string;
  /** Whose row it is. */
  household: string;
  entry: string;
  village: string;
  month: string;
  /** From 0; −1 for a month on paper. */
  row: number;
  /** In whose file the entry is (CF-09). */
  file: string;
}

export interface ObjectionTable {
  town: string;
  /** Reference of the op: the number that who objected was given. */
  id: string;
  village: string;
  month: string;
  text: string;
  how: ObjectionWay;
  name: string | null;
  phone: string | null;
  household: string | null;
  entry: string | null;
  by_user: string;
  at: number;
  day: string;
  /** The last day to answer it. */
  due: string;
  outcome: ObjectionOutcome | null;
  answer: string | null;
  effects: string[] | null;
  answer_ref: string | null;
  answered_by: string | null;
  answered_at: number | null;
}

/** Long work of the office (`src/server/jobs`). */
export interface JobTable {
  town: string;
  id: string;
  kind: string;
  /** Null: the whole town. */
  village: string | null;
  by_user: string;
  input: Json<unknown>;
  state: Generated<JobState>;
  done: Generated<number>;
  /** Null while nobody knows. */
  total: number | null;
  result: Json<unknown> | null;
  /** What a person calls the file it made; null when it made none. */
  file_name: string | null;
  file_type: string | null;
  error: string | null;
  cancel_asked: Generated<boolean>;
  /** The server process that has it in hand. */
  worker: string | null;
  /** How often it was begun. */
  attempts: Generated<number>;
  /** When that process was last seen at it. */
  beat_at: OwnMoment;
  created_at: OwnMoment;
  finished_at: Moment | null;
}

/** A notice with the text that stands: that of the newest op. */
export interface NoticeTable {
  town: string;
  /** The op that posted it first. */
  id: string;
  kind: NoticeKind;
  title: string;
  text: string;
  photos: string[];
  villages: string[];
  grids: string[];
  from_ms: number;
  until_ms: number | null;
  posted_by: string;
  posted_at: number;
  /** The op whose text stands, by whom, and its corrected instant, ms. */
  ref: string;
  by_user: string;
  at: number;
  withdrawn_by: string | null;
  withdrawn_at: number | null;
  withdrawn_reason: string | null;
}

/** How many people opened a notice on a device. */
export interface NoticeReadTable {
  town: string;
  notice: string;
  device: string;
  readers: number;
}

/** What somebody did by ordinary REST: never changed, and without secrets. */
export interface AuditActTable {
  town: string;
  at: Generated<Moment>;
  id: string;
  kind: string;
  /** Null: nobody who is known, such as a sign-in that failed. */
  by_user: string | null;
  village: string | null;
  /** The person or device that it was done to. */
  subject: string | null;
  details: Json<Readonly<Record<string, string | number | boolean | null>>>;
}

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
  objections: ObjectionTable;
}
