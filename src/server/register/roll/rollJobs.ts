/** The two halves of an import in the browser: a preview of what a roll would change, and recording what was chosen of it. */
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type RollChoice,
  type RollImported,
  type RollImportInput,
  type RollPreview,
  type RollPreviewed,
  rollImportInputSchema,
  rollPreviewInputSchema,
} from '../../../protocol/officeRoll.ts';
import { withSetupLock } from '../../demo/setupLock.ts';
import type { ConsoleOp } from '../../ingest/console.ts';
import { JobFailed, type JobKind, type JobRun } from '../../jobs/jobKind.ts';
import { findJob } from '../../jobs/jobRows.ts';
import type { PlannedOp } from './planImport.ts';
import type { RollPlan } from './planRoll.ts';
import { readRoll } from './readRoll.ts';
import { recordRoll } from './recordRoll.ts';
import { rollPlace } from './rollPlace.ts';

/** Under this name the upload lies in the folder of the job that came with it. */
export const UPLOAD = 'upload';

/** What a roll would change; nothing is changed. */
export const rollPreview: JobKind<RollChoice> = {
  kind: 'roll.preview',
  roles: ['village_office', 'town_admin'],
  input: rollPreviewInputSchema,
  villageOf: ({ village, newName }) => (newName === null ? village : null),
  whenCutOff: 'again',
  run: async (job) => {
    await job.progress(0, null);
    const plan = await planOf(job);
    const preview = previewOf(job.input.fileName, plan);
    await writeFile(join(job.folder, 'preview.json'), JSON.stringify(preview), { mode: 0o600 });
    await job.progress(1, 1);
    const result: RollPreviewed = { ...job.input, added: preview.added.length, changed: preview.changed.length };
    return { result, file: { path: 'preview.json', name: 'preview.json', type: 'application/json' } };
  },
};

/** Records what was chosen, as the ops of who chose it. Begun again it records only what is not there yet. */
export const rollImport: JobKind<RollImportInput> = {
  kind: 'roll.import',
  roles: ['village_office', 'town_admin'],
  input: rollImportInputSchema,
  villageOf: ({ village, newName }) => (newName === null ? village : null),
  whenCutOff: 'again',
  run: async (job) => {
    const { db, town, by, input, progress } = job;
    const skip = new Set(input.skip.map(placeKey));
    const wanted = ({ sources }: PlannedOp) => !sources.some((source) => skip.has(placeKey(source)));
    const result = await withSetupLock(db, async (): Promise<RollImported> => {
      await progress(0, null);
      const planned = await planOf(job);
      const { added, changed } = planned.plan;
      const skipped = [...added, ...changed].filter((one) => !wanted(one)).length;
      return { ...(await recordRoll(db, town, planned, { by, wanted, progress })), skipped };
    });
    // The roll holds more than the register keeps: it goes as soon as it is no longer needed.
    await rm(uploadOf(job), { force: true });
    return { result };
  },
};

async function planOf(job: JobRun<RollChoice>): Promise<RollPlan> {
  const { db, town, by, input } = job;
  const owner = await findJob(db, town, by, input.upload);
  const bytes = owner === undefined ? undefined : await readFile(uploadOf(job)).catch(noFile);
  if (bytes === undefined) throw new JobFailed('upload_gone');
  const known = await db
    .selectFrom('villages')
    .select(['code', 'name'])
    .where('town', '=', town)
    .where('code', '=', input.village)
    .executeTakeFirst();
  const village = known ?? (input.newName === null ? undefined : { code: input.village, name: input.newName });
  if (village === undefined) throw new JobFailed('no_village');
  return readRoll({
    bytes,
    fileName: input.fileName,
    place: await rollPlace(db, town, village, known === undefined),
    thisYear: new Date().getFullYear(),
    decisions: Object.fromEntries(input.decisions.map(({ group, decision }) => [group, decision])),
  });
}

function uploadOf({ folder, input }: Pick<JobRun<RollChoice>, 'folder' | 'input'>): string {
  return join(folder, '..', input.upload, UPLOAD);
}

function noFile(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
}

function placeKey({ sheet, row }: { readonly sheet: string; readonly row: number }): string {
  return `${row}@${sheet}`;
}

function previewOf(fileName: string, { arranged, roll, plan }: RollPlan): RollPreview {
  return {
    fileName,
    village: roll.village,
    grids:
      arranged === null
        ? null
        : arranged.grids.map(({ code, name, naturalVillages }) => ({ code, name, naturalVillages })),
    added: plan.added.flatMap(({ op, ...line }) => {
      const body = registrationIn(op);
      if (body === undefined) return [];
      const { doorPlate, phone, grid, naturalVillage, members } = body;
      return [{ ...line, doorPlate, phone, grid, naturalVillage, members: members.map(({ name }) => name) }];
    }),
    changed: plan.changed.flatMap(({ op, ...line }) =>
      op.kind === 'household.edit' ? [{ ...line, set: op.body.set }] : [],
    ),
    kept: plan.kept,
    withoutGrid: plan.withoutGrid,
    missing: plan.missing,
    unchanged: plan.unchanged,
    problems: roll.problems,
    duplicates: roll.duplicates.map(({ group, message, recommended, blocks }) => ({
      ...{ group, message, decision: recommended, blocks },
    })),
    ignored: roll.ignoredRows,
    dropped: roll.droppedColumns.map(({ sheet, column }) => ({ sheet, column })),
    unread: roll.sheets
      .filter(({ unread }) => unread.length > 0)
      .map(({ sheet, unread }) => ({ sheet, columns: unread })),
  };
}

function registrationIn(op: ConsoleOp) {
  return op.kind === 'household.register' ? op.body : undefined;
}
