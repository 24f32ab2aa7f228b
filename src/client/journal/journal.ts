/** An open journal: the database with the device's identity and keys at hand. */
import type { DeviceKind } from '../../domain/role.ts';
import type { EnrolResponse } from '../../protocol/device.ts';
import type { DeviceKeys } from '../seal/deviceKeys.ts';
import { type Bytes, openJson, sealJson } from '../seal/sealing.ts';
import type { JournalDb, MetaValues } from './journalDb.ts';

const IDENTITY = 'identity';

/** Who this device is. `users` is the list of the enrolment, renewed with every catalogue: the PIN screen needs it while locked. */
export interface Identity extends EnrolResponse {
  readonly kind: DeviceKind;
}

export interface Journal {
  readonly db: JournalDb;
  readonly crypto: Crypto;
  readonly keys: DeviceKeys;
  readonly identity: Identity;
}

/** The journal is not what this tab has in mind: another tab gave the device a new identity (SY-13), or wiped it (CF-17). */
export class JournalMovedError extends Error {
  constructor() {
    super('the journal belongs to another identity now');
  }
}

/** Call inside a transaction over `meta`. The newest own op with a durable verdict. Throws JournalMovedError. */
export async function mustBeMine({ db, identity }: Journal): Promise<MetaValues['acked']> {
  const [log, acked] = await Promise.all([db.getMeta('log'), db.getMeta('acked')]);
  if (!acked || (log ?? identity.device) !== identity.device) throw new JournalMovedError();
  return acked;
}

/** An identity as the journal keeps it. */
export function sealIdentity({ crypto, keys }: Pick<Journal, 'crypto' | 'keys'>, identity: Identity): Promise<Bytes> {
  return sealJson(crypto, keys.journal, IDENTITY, identity);
}

/** Opens the journal of an enrolled device; undefined before enrolment. Throws what IndexedDB throws, or SealBrokenError. */
export async function openJournal(db: JournalDb, crypto: Crypto): Promise<Journal | undefined> {
  const [keys, sealed] = await Promise.all([db.getMeta('keys'), db.getMeta('identity')]);
  if (!keys || !sealed) return undefined;
  db.own();
  return { db, crypto, keys, identity: await openJson<Identity>(crypto, keys.journal, IDENTITY, sealed) };
}

/** Writes the identity of a newly enrolled device, with its keys, in one transaction. Fails when there is one already. */
export async function createJournal(
  db: JournalDb,
  crypto: Crypto,
  keys: DeviceKeys,
  identity: Identity,
): Promise<Journal> {
  const sealed = await sealIdentity({ crypto, keys }, identity);
  await db.transaction('rw', db.meta, async () => {
    await db.meta.add(keys, 'keys');
    await db.meta.add(sealed, 'identity');
    await db.meta.put(identity.device, 'log');
    await db.meta.put({ seq: 0, hash: identity.genesis }, 'acked');
  });
  db.own();
  return { db, crypto, keys, identity };
}

/** The journal with another list of users. */
export async function renewUsers(journal: Journal, users: Identity['users']): Promise<Journal> {
  if (JSON.stringify(users) === JSON.stringify(journal.identity.users)) return journal;
  const identity = { ...journal.identity, users };
  const sealed = await sealIdentity(journal, identity);
  await journal.db.transaction('rw', journal.db.meta, async () => {
    await mustBeMine(journal);
    await journal.db.meta.put(sealed, 'identity');
  });
  return { ...journal, identity };
}
