/** Which households count as one family, because one became part of the other (CF-09). */
import type { Kysely } from 'kysely';
import type { Database } from '../../db/schema.ts';
import { familiesBy } from '../statistics/places.ts';

export interface MergedFamilies {
  /** The household that a merged one became part of at last; any other code is itself. */
  familyOf(code: string): string;
  /** These households, and those that became part of them. */
  membersOf(codes: readonly string[]): readonly string[];
  /** Families of which a merged household still has points, with a device that has not come back. */
  readonly withPoints: readonly string[];
}

/** The merged households of a town. */
export async function loadMerged(db: Kysely<Database>, town: string): Promise<MergedFamilies> {
  const rows = await db
    .selectFrom('households')
    .select(['code', 'lineage', 'final', 'redeemed'])
    .where('town', '=', town)
    .where('lineage', 'is not', null)
    .where('ended', '=', 'merged')
    .execute();
  const into = new Map(rows.flatMap(({ code, lineage }) => (lineage?.merged ? [[code, lineage.merged.into]] : [])));
  const familyOf = familiesBy(into);
  return {
    familyOf,
    membersOf: (codes) => {
      const wanted = new Set(codes);
      return [...codes, ...[...into.keys()].filter((code) => wanted.has(familyOf(code)))];
    },
    withPoints: rows.flatMap(({ code, final, redeemed }) => (final > redeemed ? [familyOf(code)] : [])),
  };
}
