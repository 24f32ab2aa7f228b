/**
 * SY-14: what a device keeps of its enrolment or its fork, signed with the town's key. A server that was restored from a backup older than the enrolment does
 * not know the device, and takes it in again under its old id by this.
 */
import { randomBytes } from 'node:crypto';
import type { Kysely } from 'kysely';
import { z } from 'zod';
import { DEVICE_ID } from '../../domain/ref.ts';
import { DEVICE_KINDS } from '../../domain/role.ts';
import { canonicalJson } from '../../protocol/canonical.ts';
import type { Database } from '../db/schema.ts';
import { ProblemError } from '../http/base-problem.ts';
import { signatureFits } from '../ingest/push.ts';
import { hashToken } from './token.ts';
import { importTownPrivateKey, townPrivateKeySchema } from './townKey.ts';

const SIGNING = { name: 'ECDSA', hash: 'SHA-256' } as const;
const DATA_KEY_BYTES = 32;
/** A certificate names so many identities before its own. */
const FORKS_MAX = 5;

const contentSchema = z.strictObject({
  town: z.string(),
  device: z.string().regex(DEVICE_ID),
  kind: z.enum(DEVICE_KINDS),
  village: z.string().nullable(),
  name: z.string(),
  users: z.array(z.string()),
  publicKey: z.string(),
  tokenHash: z.string(),
  genesis: z.string(),
  by: z.string(),
  at: z.number().int(),
  /** Born revoked, as the branch of a revoked device (CF-17). */
  revoked: z.literal(true).optional(),
  /** Where it comes from when it came out of a fork (SY-13): the identity before, as the town would certify it, and how far both are one. */
  get fork() {
    return z
      .strictObject({
        before: contentSchema,
        common: z.number().int(),
        headSeq: z.number().int(),
        headHash: z.string(),
      })
      .optional();
  },
});
type Content = z.infer<typeof contentSchema>;

/** What the town signs; no card and nothing else that it signs begins so. */
function signedText(payload: string): string {
  return `village-points device certificate 1\n${payload}`;
}

/** The certificate of a device that was just enrolled or came out of a fork; call it in the same transaction. */
export async function certify(trx: Kysely<Database>, town: string, device: string): Promise<string> {
  const { card_private } = await trx
    .selectFrom('towns')
    .select('card_private')
    .where('town', '=', town)
    .executeTakeFirstOrThrow();
  const payload = Buffer.from(canonicalJson(await content(trx, town, device, FORKS_MAX))).toString('base64url');
  const key = await importTownPrivateKey(townPrivateKeySchema.parse(card_private));
  const sig = Buffer.from(await crypto.subtle.sign(SIGNING, key, Buffer.from(signedText(payload))));
  return `${payload}.${sig.toString('base64url')}`;
}

async function content(trx: Kysely<Database>, town: string, device: string, forks: number): Promise<Content> {
  const row = await trx
    .selectFrom('devices')
    .select(['kind', 'village', 'name', 'public_key', 'token_hash', 'genesis', 'enrolled_by', 'status'])
    .where('town', '=', town)
    .where('id', '=', device)
    .executeTakeFirstOrThrow();
  const users = await trx
    .selectFrom('device_users')
    .select('user_id')
    .where('town', '=', town)
    .where('device', '=', device)
    .orderBy('user_id')
    .execute();
  const fork = await trx
    .selectFrom('device_forks')
    .select(['device', 'common', 'head_seq', 'head_hash'])
    .where('town', '=', town)
    .where('created', '=', device)
    .executeTakeFirst();
  const from =
    fork && forks > 0
      ? {
          before: await content(trx, town, fork.device, forks - 1),
          common: fork.common,
          headSeq: fork.head_seq,
          headHash: fork.head_hash,
        }
      : undefined;
  return {
    town,
    device,
    kind: row.kind,
    village: row.village,
    name: row.name,
    users: users.map(({ user_id }) => user_id),
    publicKey: row.public_key,
    tokenHash: row.token_hash,
    genesis: row.genesis,
    by: row.enrolled_by,
    at: Date.now(),
    ...(row.status === 'revoked' ? { revoked: true } : {}),
    ...(from ? { fork: from } : {}),
  };
}

function contentOf(payload: string): Content | undefined {
  try {
    const parsed = contentSchema.safeParse(JSON.parse(Buffer.from(payload, 'base64url').toString()));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Takes a device in again that the restored server does not know; again changes nothing. It has to report, is awaited by others,
 * and pushes its whole log.
 * @param token the device's secret, from its `Authorization`
 * @throws ProblemError `device-unknown` when the town did not sign this, was never restored, or has the id otherwise
 */
export async function readmit(
  db: Kysely<Database>,
  presented: { readonly device: string; readonly token: string },
  certificate: string,
): Promise<void> {
  const [payload = '', sig = ''] = certificate.split('.');
  const content = contentOf(payload);
  const unknown = () => new ProblemError('device-unknown');
  if (!content || content.device !== presented.device || content.tokenHash !== hashToken(presented.token)) {
    throw unknown();
  }
  const { town } = content;
  await db.transaction().execute(async (trx) => {
    const home = await trx
      .selectFrom('towns')
      .select(['card_public', 'restored_seq'])
      .where('town', '=', town)
      .forUpdate()
      .executeTakeFirst();
    if (!home || home.restored_seq === null) throw unknown();
    if (!signatureFits(rawKey(home.card_public), signedText(payload), sig)) throw unknown();
    const known = await trx
      .selectFrom('devices')
      .select(['token_hash', 'status'])
      .where('town', '=', town)
      .where('id', '=', content.device)
      .executeTakeFirst();
    if (known?.status === 'active' && known.token_hash === content.tokenHash) return;
    if (known) throw unknown();
    await takeIn(trx, content);
  });
}

/** An identity before that the server does not know either is taken in with it: whoever has it may come, and is awaited. */
async function takeIn(trx: Kysely<Database>, content: Content): Promise<void> {
  const { town, device, kind, village, name, publicKey, tokenHash, genesis, by, fork, revoked } = content;
  if (fork && !(await isKnown(trx, fork.before))) await takeIn(trx, fork.before);
  await trx
    .insertInto('devices')
    .values({
      town,
      id: device,
      kind,
      village,
      name,
      token_hash: tokenHash,
      public_key: publicKey,
      genesis,
      data_key: randomBytes(DATA_KEY_BYTES),
      high_hash: genesis,
      enrolled_by: by,
      ...(revoked ? { status: 'revoked' as const } : { report_due: true, awaited: kind !== 'console' }),
    })
    .execute();
  if (fork) {
    const { before, common, headSeq: head_seq, headHash: head_hash } = fork;
    const made = { created: device, common, head_seq, head_hash };
    // Its question of the lost history, come late, may have made the branch another identity of which nobody heard: this is the one it has.
    await trx
      .insertInto('device_forks')
      .values({ town, device: before.device, public_key: publicKey, ...made })
      .onConflict((oc) => oc.columns(['town', 'device', 'public_key']).doUpdateSet(made))
      .execute();
  }
  const here = await trx.selectFrom('users').select('id').where('town', '=', town).execute();
  const known = new Set(here.map(({ id }) => id));
  const users = content.users.filter((id) => known.has(id));
  if (users.length === 0) return;
  await trx
    .insertInto('device_users')
    .values(users.map((user_id) => ({ town, device, user_id })))
    .execute();
}

async function isKnown(trx: Kysely<Database>, { town, device }: Content): Promise<boolean> {
  const row = await trx
    .selectFrom('devices')
    .select('id')
    .where('town', '=', town)
    .where('id', '=', device)
    .executeTakeFirst();
  return row !== undefined;
}

/** The town's public key as devices' keys are kept: the raw point, base64url. */
function rawKey(cardPublic: string): string {
  const { x, y } = z.object({ x: z.string(), y: z.string() }).parse(JSON.parse(cardPublic));
  return Buffer.concat([Buffer.from([4]), Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')]).toString(
    'base64url',
  );
}
