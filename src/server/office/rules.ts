/** The town's and the villages' rules as the office reads them: versions, and what of them lies outside of the town's bounds. */
import type { Kysely } from 'kysely';
import { dayOf } from '../../domain/calendar.ts';
import { frameworkOn, type OutsideOverlay, outsideOverlays } from '../../domain/outsideOverlay.ts';
import { boundsOf } from '../../domain/overlay.ts';
import type { Policy } from '../../domain/policy.ts';
import type { RuleVersion } from '../../domain/ruleSet.ts';
import type {
  FrameworkResponse,
  OutsideResponse,
  PoliciesResponse,
  RulesBook,
  RuleVersionResponse,
} from '../../protocol/officeRules.ts';
import type { Database } from '../db/schema.ts';
import { ProblemError } from '../http/base-problem.ts';
import { loadRuleVersions } from './ruleBook.ts';

/** Every version of the town's framework and of the villages in the scope; `village` null: all of them. `now` in ms. */
export async function rulesBook(
  db: Kysely<Database>,
  town: string,
  village: string | null,
  now: number,
): Promise<RulesBook> {
  const [versions, places, policy, zone] = await Promise.all([
    loadRuleVersions(db, town),
    placesOf(db, town, village),
    townPolicy(db, town),
    db.selectFrom('towns').select('zone_offset_minutes').where('town', '=', town).executeTakeFirstOrThrow(),
  ]);
  const today = dayOf(now, zone.zone_offset_minutes);
  const bounds = boundsOf(policy);
  const codes = places.flatMap((one) => (one.village === null ? [] : [one.village]));
  return {
    today,
    bounds,
    places: places.map((place) => ({
      ...place,
      versions: versions
        .filter((one) => one.village === place.village)
        .map(({ version, effectiveFrom, rules }) => ({
          ...{ version, effectiveFrom },
          items: rules.length,
          off: rules.filter((rule) => !rule.enabled).length,
        }))
        .sort((a, b) => a.version - b.version),
    })),
    outside: outsideOverlays(versions, codes, bounds, today).map(wired),
  };
}

/** Fields that a problem can be at are a few of an item's. */
function wired(one: OutsideOverlay): RulesBook['outside'][number] {
  return { ...one, problems: one.problems.map((problem) => ({ ...problem, field: problem.field as 'shape' })) };
}

/**
 * One version with its items, and the framework on which an overlay stands.
 * @throws ProblemError `not-found`
 */
export async function ruleVersion(
  db: Kysely<Database>,
  town: string,
  { village, version }: { readonly village: string | null; readonly version: number },
): Promise<RuleVersionResponse> {
  const versions = await loadRuleVersions(db, town);
  const found = versions.find((one) => one.village === village && one.version === version);
  if (!found) throw new ProblemError('not-found');
  const framework = village === null ? [] : (frameworkOn(versions, found.effectiveFrom)?.rules ?? []);
  return { ...found, rules: [...found.rules], framework: [...framework] };
}

/** The framework of a day; version 0 while a town has none. */
export async function frameworkOf(db: Kysely<Database>, town: string, day: string): Promise<FrameworkResponse> {
  const found: RuleVersion | undefined = frameworkOn(await loadRuleVersions(db, town), day);
  return { version: found?.version ?? 0, rules: [...(found?.rules ?? [])] };
}

/** What a draft of the framework would leave outside, of the overlays in the scope. */
export async function outsideOfDraft(
  db: Kysely<Database>,
  town: string,
  village: string | null,
  draft: Pick<RuleVersion, 'effectiveFrom' | 'rules'>,
): Promise<OutsideResponse['outside']> {
  const [versions, places, policy] = await Promise.all([
    loadRuleVersions(db, town),
    placesOf(db, town, village),
    townPolicy(db, town),
  ]);
  const version = 1 + Math.max(0, ...versions.filter((one) => one.village === null).map((one) => one.version));
  const codes = places.flatMap((one) => (one.village === null ? [] : [one.village]));
  const all = [...versions, { village: null, version, ...draft }];
  return outsideOverlays(all, codes, boundsOf(policy), draft.effectiveFrom)
    .filter(({ framework }) => framework === version)
    .map(wired);
}

/** What the town and the villages of the scope have set by themselves. */
export async function policiesOf(
  db: Kysely<Database>,
  town: string,
  village: string | null,
): Promise<PoliciesResponse> {
  const [rows, places] = await Promise.all([
    db.selectFrom('policies').select(['village', 'policy']).where('town', '=', town).execute(),
    placesOf(db, town, village),
  ]);
  const given = new Map(rows.map((row) => [row.village, row.policy as Partial<Policy>]));
  return { places: places.map((place) => ({ ...place, own: given.get(place.village ?? '') ?? {} })) };
}

async function placesOf(db: Kysely<Database>, town: string, village: string | null) {
  const [place, villages] = await Promise.all([
    db.selectFrom('towns').select('name').where('town', '=', town).executeTakeFirstOrThrow(),
    db
      .selectFrom('villages')
      .select(['code', 'name'])
      .where('town', '=', town)
      .$if(village !== null, (query) => query.where('code', '=', village ?? ''))
      .orderBy('code')
      .execute(),
  ]);
  return [
    { village: null as string | null, name: place.name },
    ...villages.map(({ code, name }) => ({ village: code as string | null, name })),
  ];
}

async function townPolicy(db: Kysely<Database>, town: string): Promise<Partial<Policy> | undefined> {
  const row = await db
    .selectFrom('policies')
    .select('policy')
    .where('town', '=', town)
    .where('village', '=', '')
    .executeTakeFirst();
  return row?.policy as Partial<Policy> | undefined;
}
