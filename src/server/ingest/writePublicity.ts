/** Writes lists of months, what stands in them, objections and their answers. */
import { type Insertable, type Kysely, sql } from 'kysely';
import type { Listed } from '../../domain/publicity.ts';
import type { ObjectionTable, PublicationTable } from '../db/schema/publicity.ts';
import type { Database } from '../db/schema.ts';

export interface NewPublication {
  readonly row: Omit<Insertable<PublicationTable>, 'town'>;
  readonly listed: readonly Listed[];
}

type Answered = 'outcome' | 'answer' | 'effects' | 'answer_ref' | 'answered_by' | 'answered_at';

export type NewObjection = Omit<Insertable<ObjectionTable>, 'town' | Answered>;
export type NewAnswer = Pick<Insertable<ObjectionTable>, 'id' | Answered>;

/** AL-10: a list whose days are over. */
export type FinalMonth = Pick<Insertable<PublicationTable>, 'village' | 'month' | FinalColumn>;
type FinalColumn = 'final_ref' | 'final_at' | 'final_households' | 'final_entries' | 'final_points';

export interface PublicityWrites {
  readonly publications: NewPublication[];
  readonly objections: NewObjection[];
  readonly answers: NewAnswer[];
  readonly finals: FinalMonth[];
}

/** One statement a list, and two for what stands in it. */
export async function writePublicity(db: Kysely<Database>, town: string, writes: PublicityWrites): Promise<void> {
  for (const { row, listed } of writes.publications) {
    const { village, month } = row;
    await db
      .insertInto('publications')
      .values({ town, ...row })
      .execute();
    // A column as one text: codes and references have no line break, and tens of thousands of JSON objects take twenty times as long to read.
    const column = (of: (one: Listed) => string | number) => sql`string_to_array(${listed.map(of).join('\n')}, e'\\n')`;
    const files = column(({ file }) => file);
    const entries = column(({ entry }) => entry);
    await sql`insert into published_entries (town, household, entry, village, month, row, file)
      select ${town}, x.household, x.entry, ${village}, ${month}, x.row, x.file
      from unnest(${column(({ household }) => household)}, ${entries}, ${column(({ row }) => row)}::int[], ${files})
        as x(household, entry, row, file)`.execute(db);
    await sql`delete from unlisted_entries u using unnest(${files}, ${entries}) as x(file, entry)
      where u.town = ${town} and u.household = x.file and u.entry = x.entry`.execute(db);
  }
  for (const { village, month, ...final } of writes.finals) {
    await db
      .updateTable('publications')
      .set(final)
      .where('town', '=', town)
      .where('village', '=', village)
      .where('month', '=', month)
      .execute();
  }
  for (const row of writes.objections) {
    await db
      .insertInto('objections')
      .values({ town, ...row })
      .execute();
  }
  for (const { id, ...answer } of writes.answers) {
    await db.updateTable('objections').set(answer).where('town', '=', town).where('id', '=', id).execute();
  }
}
