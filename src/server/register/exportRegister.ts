/** The register as a file that the roll's reader understands again: importing what was exported changes nothing. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Kysely, Selectable } from 'kysely';
import { dayOf } from '../../domain/calendar.ts';
import { profileOf } from '../../domain/profile.ts';
import { registerExportSchema } from '../../protocol/officeJobInputs.ts';
import type { HouseholdTable } from '../db/schema/households.ts';
import type { Database } from '../db/schema.ts';
import type { JobKind, JobRun } from '../jobs/jobKind.ts';
import { type BookColumn, type BookSheet, writeBook } from '../sheets/book.ts';
import { writeCsv } from '../sheets/csv.ts';

const PAGE = 500;
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** Headers in the words that a roll uses; the reader knows them again, the others it leaves unread. */
const COLUMNS: readonly BookColumn[] = [
  { header: '户编号', type: 'text' },
  { header: '自然村', type: 'text' },
  { header: '网格', type: 'text' },
  { header: '门牌', type: 'text' },
  { header: '户主', type: 'text' },
  { header: '联系电话', type: 'text' },
  { header: '状态', type: 'text' },
  { header: '户标签', type: 'text' },
  { header: '人口', type: 'whole', total: true },
  { header: '成员姓名', type: 'text' },
  { header: '与户主关系', type: 'text' },
  { header: '性别', type: 'text' },
  { header: '出生年份', type: 'whole' },
  { header: '成员标签', type: 'text' },
  { header: '累计积分', type: 'whole', total: true },
  { header: '已兑积分', type: 'whole', total: true },
  { header: '可兑积分', type: 'whole', total: true },
  { header: '待审积分', type: 'whole', total: true },
  { header: '卡号', type: 'whole' },
];

type Input = typeof registerExportSchema._zod.output;
type Row = Pick<
  Selectable<HouseholdTable>,
  'code' | 'village' | 'grid' | 'base' | 'edits' | 'lineage' | 'card' | 'earned' | 'redeemed' | 'final' | 'pending'
>;

/** Export of the living households of a village or of the town, one sheet a village. */
export const registerExport: JobKind<Input> = {
  kind: 'register.export',
  roles: ['village_office', 'town_admin'],
  input: registerExportSchema,
  villageOf: ({ village }) => village,
  whenCutOff: 'again',
  run: async (job) => {
    const { input } = job;
    const sheets = await registerSheets(job);
    const households = sheets.reduce((sum, { codes }) => sum + codes, 0);
    const path = `register.${input.format}`;
    // A CSV is one table: villages follow one another.
    const [first] = sheets;
    const bytes =
      input.format === 'xlsx'
        ? await writeBook(sheets.map(({ sheet }) => sheet))
        : writeCsv({ name: '', columns: COLUMNS, rows: sheets.flatMap(({ sheet }) => sheet.rows) });
    await writeFile(join(job.folder, path), bytes, { mode: 0o600 });
    const { name, zone_offset_minutes: zone } = await job.db
      .selectFrom('towns')
      .select(['name', 'zone_offset_minutes'])
      .where('town', '=', job.town)
      .executeTakeFirstOrThrow();
    const place = input.village === null ? name : (first?.sheet.name ?? name);
    return {
      result: { households },
      file: {
        path,
        name: `住户名册-${place}-${dayOf(Date.now(), zone)}.${input.format}`,
        type: input.format === 'xlsx' ? XLSX : 'text/csv; charset=utf-8',
      },
    };
  },
};

interface VillageSheet {
  readonly sheet: BookSheet;
  readonly codes: number;
}

async function registerSheets({ db, town, input, progress }: JobRun<Input>): Promise<readonly VillageSheet[]> {
  let places = db.selectFrom('villages').select(['code', 'name']).where('town', '=', town).orderBy('code');
  if (input.village !== null) places = places.where('code', '=', input.village);
  const villages = await places.execute();
  const grids = await db.selectFrom('grids').select(['code', 'name']).where('town', '=', town).execute();
  const gridNames = new Map(grids.map(({ code, name }) => [code, name]));
  let living = db.selectFrom('households').where('town', '=', town).where('ended', 'is', null);
  if (input.village !== null) living = living.where('village', '=', input.village);
  const { total } = await living.select((eb) => eb.fn.countAll<number>().as('total')).executeTakeFirstOrThrow();
  const sheets: VillageSheet[] = [];
  let done = 0;
  for (const village of villages) {
    const rows: (string | number | null)[][] = [];
    let codes = 0;
    for (let after = ''; ; ) {
      await progress(done, total);
      const page = await pageOf(db, town, village.code, after);
      for (const row of page) rows.push(...linesOf(row, gridNames));
      done += page.length;
      codes += page.length;
      const last = page.at(-1);
      if (last === undefined || page.length < PAGE) break;
      after = last.code;
    }
    if (codes > 0 || villages.length === 1) {
      sheets.push({ sheet: { name: village.name, columns: COLUMNS, rows, totals: '合计' }, codes });
    }
  }
  await progress(done, total);
  return sheets;
}

async function pageOf(db: Kysely<Database>, town: string, village: string, after: string): Promise<Row[]> {
  return db
    .selectFrom('households')
    .select(['code', 'village', 'grid', 'base', 'edits', 'lineage', 'card', 'earned', 'redeemed', 'final', 'pending'])
    .where('town', '=', town)
    .where('village', '=', village)
    .where('ended', 'is', null)
    .where('code', '>', after)
    .orderBy('code')
    .limit(PAGE)
    .execute();
}

/** A household's lines: the household on the first, a member on each. */
function linesOf(row: Row, gridNames: ReadonlyMap<string, string>): (string | number | null)[][] {
  const profile = profileOf({ ...row, ...row.lineage });
  const members = Object.values(profile.members);
  const head = members.find(({ name }) => name === profile.head);
  const listed = head === undefined ? members : [head, ...members.filter((one) => one !== head)];
  const household = [
    row.code,
    profile.naturalVillage,
    gridNames.get(row.grid) ?? row.grid,
    profile.doorPlate,
    profile.head,
    profile.phone,
    profile.status === 'away' ? '外出' : '在村',
    profile.tags.join('、'),
    members.length,
  ];
  const figures = [row.earned, row.redeemed, row.final - row.redeemed, row.pending, row.card];
  return (listed.length === 0 ? [undefined] : listed).map((member, i) => [
    ...(i === 0 ? household : household.map(() => null)),
    ...(member === undefined
      ? [null, null, null, null, null]
      : [
          member.name,
          member.relation,
          member.gender ?? null,
          member.birthYear ?? null,
          member.tags.join('、') || null,
        ]),
    ...(i === 0 ? figures : figures.map(() => null)),
  ]);
}
