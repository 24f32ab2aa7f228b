import type { RulesBook } from '../../../../protocol/officeRules.ts';
import type { Drafting } from './useRuleDraft.ts';

/** What the views of one place's rules are about. */
export interface PlaceProps {
  readonly book: RulesBook;
  /** Null: the town's framework. */
  readonly village: string | null;
  readonly place: RulesBook['places'][number];
  readonly drafting: Drafting;
  /** The person may publish here. */
  readonly publishes: boolean;
}

export type VersionHead = RulesBook['places'][number]['versions'][number];

/** Of each version whether it is past, in force or to come. */
export function standings(
  versions: readonly VersionHead[],
  today: string,
): ReadonlyMap<number, 'past' | 'now' | 'coming'> {
  const now = versions
    .filter(({ effectiveFrom }) => effectiveFrom <= today)
    .sort((a, b) =>
      a.effectiveFrom === b.effectiveFrom ? a.version - b.version : a.effectiveFrom < b.effectiveFrom ? -1 : 1,
    )
    .at(-1);
  return new Map(
    versions.map(({ version, effectiveFrom }) => [
      version,
      version === now?.version ? 'now' : effectiveFrom > today ? 'coming' : 'past',
    ]),
  );
}

/** The version in force, or the first one to come; undefined when there is none. */
export function currentVersion(versions: readonly VersionHead[], today: string): VersionHead | undefined {
  const standing = standings(versions, today);
  return versions.find(({ version }) => standing.get(version) === 'now') ?? versions[0];
}

/** The highest number there is; 0 without any version. */
export function newestOf(versions: readonly VersionHead[]): number {
  return Math.max(0, ...versions.map(({ version }) => version));
}
