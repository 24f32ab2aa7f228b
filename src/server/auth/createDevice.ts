import { randomBytes } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { DeviceKind } from '../../domain/role.ts';
import { encodeBase32 } from '../../protocol/base32.ts';
import type { Database } from '../db/schema.ts';
import { ProblemError } from '../http/base-problem.ts';
import { hashToken, newToken } from './token.ts';

/** SY-2: ids have 4 to 6 characters. Longer ones are used when a town has many devices and free short ids get rare. */
const ID_CHARS_MIN = 4;
const ID_CHARS_MAX = 6;
const TRIES_PER_LENGTH = 4;
const DATA_KEY_BYTES = 32;
const GENESIS_BYTES = 32;
const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256' } as const;

export interface NewDevice {
  readonly town: string;
  readonly kind: DeviceKind;
  /** Null: the whole town. */
  readonly village: string | null;
  readonly name: string;
  /** Raw uncompressed P-256 point, base64url. */
  readonly publicKey: string;
  /** Ids of the people who may work on it; they exist in the town. */
  readonly users: readonly string[];
  /** User id of who enrolled it. */
  readonly enrolledBy: string;
  readonly app: string;
  /** What a device takes over from the identity it had before a fork (SY-13). */
  readonly formerly?: {
    /** The secret that it made itself. */
    readonly token: string;
    readonly dataKey: Buffer;
    readonly status: 'active' | 'revoked';
  };
}

export interface CreatedDevice {
  /** The new id (SY-2). */
  readonly device: string;
  /** Given to the device once; only its hash is stored. */
  readonly token: string;
  /** The text before the first op in its hash chain: 64 hex digits. */
  readonly genesis: string;
}

/**
 * Enrols a device: its id, secret, start of the op chain, key for sealing its cache, and the people who may work on it.
 * Call it inside the transaction that uses up the enrolment code.
 * @throws ProblemError `invalid` when the public key is no point of the curve
 */
export async function createDevice(db: Kysely<Database>, wanted: NewDevice): Promise<CreatedDevice> {
  await checkPublicKey(wanted.publicKey);
  const token = wanted.formerly?.token ?? newToken();
  const genesis = randomBytes(GENESIS_BYTES).toString('hex');
  const device = await insertUnderFreeId(db, wanted, { token_hash: hashToken(token), genesis });
  if (wanted.users.length > 0) {
    await db
      .insertInto('device_users')
      .values(wanted.users.map((user_id) => ({ town: wanted.town, device, user_id, removed_ms: null })))
      .execute();
  }
  if (wanted.kind === 'tablet') await carriersChanged(db, wanted.town);
  return { device, token, genesis };
}

/** Counters learn with their next sync to whom goods may be handed (AL-6). */
export async function carriersChanged(db: Kysely<Database>, town: string): Promise<void> {
  await db
    .updateTable('towns')
    .set((eb) => ({ catalogue_version: eb('catalogue_version', '+', 1) }))
    .where('town', '=', town)
    .execute();
}

async function insertUnderFreeId(
  db: Kysely<Database>,
  wanted: NewDevice,
  made: { readonly token_hash: string; readonly genesis: string },
): Promise<string> {
  for (let chars = ID_CHARS_MIN; chars <= ID_CHARS_MAX; chars++) {
    for (let tries = 0; tries < TRIES_PER_LENGTH; tries++) {
      const id = randomId(chars);
      const inserted = await db
        .insertInto('devices')
        .values({
          town: wanted.town,
          id,
          kind: wanted.kind,
          village: wanted.village,
          name: wanted.name,
          public_key: wanted.publicKey,
          data_key: wanted.formerly?.dataKey ?? randomBytes(DATA_KEY_BYTES),
          status: wanted.formerly?.status ?? 'active',
          high_hash: made.genesis,
          enrolled_by: wanted.enrolledBy,
          app: wanted.app,
          ...made,
        })
        .onConflict((conflict) => conflict.columns(['town', 'id']).doNothing())
        .returning('id')
        .executeTakeFirst();
      if (inserted) return inserted.id;
    }
  }
  throw new Error(`town ${wanted.town} has no free device id of ${ID_CHARS_MAX} characters`);
}

function randomId(chars: number): string {
  return encodeBase32(randomBytes(ID_CHARS_MAX)).slice(0, chars);
}

/** A key that cannot verify anything must not get in: every later batch of the device would be refused. */
async function checkPublicKey(publicKey: string): Promise<void> {
  const raw = Buffer.from(publicKey, 'base64url');
  const usable = await crypto.subtle.importKey('raw', raw, ALGORITHM, false, ['verify']).then(
    () => true,
    () => false,
  );
  if (!usable) {
    throw new ProblemError('invalid', { errors: [{ path: '/body/publicKey', message: 'not a P-256 public key' }] });
  }
}
