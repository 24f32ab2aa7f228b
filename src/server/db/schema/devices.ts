/** Devices, who may open them, and what became of their identities (SY-13). */
import type { Generated } from 'kysely';
import type { DeviceKind } from '../../../domain/role.ts';
import type { Moment } from './columns.ts';

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
