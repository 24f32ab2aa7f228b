/** The town, its places, and what of it was put back from a backup. */
import type { Generated } from 'kysely';
import type { Json, Moment } from './columns.ts';

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
