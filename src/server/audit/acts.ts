/**
 * What is done by ordinary REST and is no op: written down as it is done, never changed, and without secrets. Ops say
 * themselves who did what (the table `ops`).
 */
import { randomBytes } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { AuditActKind } from '../../protocol/officeAudit.ts';
import type { Database } from '../db/schema.ts';

interface Act {
  readonly town: string;
  readonly kind: AuditActKind;
  /** Null: nobody who is known. */
  readonly by: string | null;
  /** Whose village's it is; null for the town's. */
  readonly village: string | null;
  /** The person or device that it is done to. */
  readonly subject?: string | null;
  readonly details?: Readonly<Record<string, string | number | boolean | null>>;
}

/** Writes an act down. */
export async function noteAct(db: Kysely<Database>, act: Act): Promise<void> {
  const { town, kind, by, village, subject = null, details = {} } = act;
  await db
    .insertInto('audit_acts')
    .values({
      ...{ town, kind, village, subject },
      id: randomBytes(8).toString('hex'),
      by_user: by,
      details: JSON.stringify(details),
    })
    .execute();
}

/** The place and person of a session, for an act. */
export function actOf({
  town,
  id,
  village,
}: {
  readonly town: string;
  readonly id: string;
  readonly village: string | null;
}) {
  return { town, by: id, village };
}
