import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { jobSchema } from '../../../protocol/officeJobs.ts';
import { ROLL_BYTES_MAX, ROLL_NAME_HEADER, ROLL_TYPE, rollUploadQuerySchema } from '../../../protocol/officeRoll.ts';
import { requireSession, sessionOf, villageInScope } from '../../auth/session.ts';
import { addJob, newJobId } from '../../jobs/jobRows.ts';
import type { JobWorker } from '../../jobs/jobWorker.ts';
import { rollPreview, UPLOAD } from '../../register/roll/rollJobs.ts';
import type { App } from '../base-app.ts';
import { ProblemError, problemResponses } from '../base-problem.ts';
import type { RouteDeps } from '../routes.ts';

const NAME_CHARS_MAX = 200;

/** A roll is uploaded and looked through by long work of the person who sends it; the answer is that work. */
export function registerOfficeRolls(app: App, { db }: RouteDeps, worker: JobWorker): void {
  app.register(async (scope) => {
    const rolls: App = scope.withTypeProvider<ZodTypeProvider>();
    rolls.addContentTypeParser(ROLL_TYPE, { parseAs: 'buffer', bodyLimit: ROLL_BYTES_MAX }, (_request, body, done) =>
      done(null, body),
    );
    rolls.post(
      '/api/office/rolls',
      {
        bodyLimit: ROLL_BYTES_MAX,
        onRequest: requireSession(db, rollPreview.roles),
        schema: { querystring: rollUploadQuerySchema, response: { 200: jobSchema, ...problemResponses } },
      },
      async (request) => {
        const session = sessionOf(request);
        const { village, name } = request.query;
        const newName = name === '' ? null : name;
        // A village that is not there yet is the town's to add.
        if (newName !== null && session.village !== null) throw new ProblemError('forbidden');
        villageInScope(session, village);
        const { body } = request;
        const fileName = nameOf(request.headers[ROLL_NAME_HEADER]);
        if (!Buffer.isBuffer(body) || fileName === undefined || !isTable(fileName, body)) {
          throw new ProblemError('bad-media-type');
        }
        const id = newJobId();
        const folder = await worker.files.folder(id);
        await mkdir(folder, { recursive: true });
        try {
          await writeFile(join(folder, UPLOAD), body, { mode: 0o600 });
          const input = { upload: id, village, newName, fileName, decisions: [] };
          const place = newName === null ? village : null;
          const job = await addJob(
            db,
            { town: session.town, by: session.id, kind: rollPreview.kind, village: place, input },
            id,
          );
          worker.nudge();
          return job;
        } catch (error) {
          await worker.files.remove(id);
          throw error;
        }
      },
    );
  });
}

function nameOf(header: string | string[] | undefined): string | undefined {
  if (typeof header !== 'string' || header === '') return undefined;
  try {
    return decodeURIComponent(header).slice(0, NAME_CHARS_MAX);
  } catch {
    // Not what a page of ours sends.
    return undefined;
  }
}

/** By the ending and by what is inside: an Excel file of either age, or text. */
function isTable(fileName: string, bytes: Buffer): boolean {
  const ending = /\.(xlsx|xls|csv|txt)$/i.exec(fileName)?.[1]?.toLowerCase();
  if (ending === undefined || bytes.length === 0) return false;
  const zip = bytes[0] === 0x50 && bytes[1] === 0x4b;
  const compound = bytes[0] === 0xd0 && bytes[1] === 0xcf;
  return zip || compound ? ending.startsWith('xls') : !bytes.subarray(0, 4_096).includes(0);
}
