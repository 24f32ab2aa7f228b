import type { Kysely } from 'kysely';
import { dayOf } from '../../domain/calendar.ts';
import { type RuleVersion, rulesOn } from '../../domain/ruleSet.ts';
import type { OfficeMe } from '../../protocol/officeSession.ts';
import type { Session } from '../auth/session.ts';
import type { Database } from '../db/schema.ts';
import { CONSOLE_USER } from '../ingest/console.ts';
import { loadRuleVersions } from './ruleBook.ts';

/** Who is signed in, and the villages and grids they may choose from. */
export async function describeSession(db: Kysely<Database>, session: Session): Promise<OfficeMe> {
  const { town, village } = session;
  const [townRow, villages, grids, people, rules] = await Promise.all([
    db
      .selectFrom('towns')
      .select(['town', 'name', 'zone_offset_minutes'])
      .where('town', '=', town)
      .executeTakeFirstOrThrow(),
    db.selectFrom('villages').select(['code', 'name']).where('town', '=', town).orderBy('code').execute(),
    db.selectFrom('grids').select(['code', 'name', 'village']).where('town', '=', town).orderBy('code').execute(),
    peopleOf(db, town, village),
    loadRuleVersions(db, town),
  ]);
  const scope = villages.filter((one) => village === null || one.code === village);
  const today = dayOf(Date.now(), townRow.zone_offset_minutes);
  return {
    user: { id: session.id, name: session.name, role: session.role, village },
    town: { code: townRow.town, name: townRow.name },
    villages: scope.map((one) => ({
      ...one,
      grids: grids.filter((grid) => grid.village === one.code).map(({ code, name }) => ({ code, name })),
    })),
    people,
    rules: rulesOfAll(
      rules,
      scope.map((one) => one.code),
      today,
    ),
    until: session.expiresAt.getTime(),
  };
}

async function peopleOf(db: Kysely<Database>, town: string, village: string | null): Promise<OfficeMe['people']> {
  let query = db
    .selectFrom('users')
    .select(['id', 'name', 'role', 'village'])
    .where('town', '=', town)
    .where('active', '=', true)
    .where('id', '!=', CONSOLE_USER)
    .orderBy('id');
  if (village !== null) query = query.where('village', '=', village);
  return query.execute();
}

/** One line per code: villages may name an item in their own words, the first one found stands for all. */
function rulesOfAll(versions: readonly RuleVersion[], villages: readonly string[], day: string): OfficeMe['rules'] {
  const titles = new Map<string, string>();
  for (const village of villages) {
    for (const rule of rulesOn(versions, village, day).values()) {
      if (!titles.has(rule.code)) titles.set(rule.code, rule.title);
    }
  }
  return [...titles].map(([code, title]) => ({ code, title })).sort((a, b) => (a.code < b.code ? -1 : 1));
}
