/** Which family a household code stands for today, and where the families live. */
import type { Kysely } from 'kysely';
import type { Database } from '../../db/schema.ts';

export interface Family {
  readonly code: string;
  readonly village: string;
  readonly grid: string;
}

export interface Families {
  readonly villages: readonly { readonly code: string; readonly name: string }[];
  /** Households that are none any more are not among them. */
  readonly living: readonly Family[];
  /** The household that a merged one became part of at last (CF-09); any other code is itself. */
  familyOf(code: string): string;
}

/** All families of a town. */
export async function loadFamilies(db: Kysely<Database>, town: string): Promise<Families> {
  const [villages, living, merged] = await Promise.all([
    db.selectFrom('villages').select(['code', 'name']).where('town', '=', town).orderBy('code').execute(),
    db
      .selectFrom('households')
      .select(['code', 'village', 'grid'])
      .where('town', '=', town)
      .where('ended', 'is', null)
      .execute(),
    db
      .selectFrom('households')
      .select(['code', 'lineage'])
      .where('town', '=', town)
      .where('lineage', 'is not', null)
      .where('ended', '=', 'merged')
      .execute(),
  ]);
  const into = new Map(merged.flatMap(({ code, lineage }) => (lineage?.merged ? [[code, lineage.merged.into]] : [])));
  return { villages, living, familyOf: familiesBy(into) };
}

/** The household that a merged one became part of at last, by what each merged one became part of. */
export function familiesBy(into: ReadonlyMap<string, string>): Families['familyOf'] {
  return (code) => {
    let family = code;
    // A household merges once, so the walk ends; the count is a guard against a ledger that says otherwise.
    for (let steps = 0; steps <= into.size; steps++) {
      const next = into.get(family);
      if (next === undefined) return family;
      family = next;
    }
    return family;
  };
}
