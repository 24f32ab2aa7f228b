import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { jobSchema } from '../../../protocol/officeJobs.ts';
import { ROLL_BYTES_MAX, ROLL_TYPE, rollUploadQuerySchema } from '../../../protocol/officeRoll.ts';
import { requireSession, sessionOf, villageInScope } from '../../auth/session.ts';
import { addJob, newJobId } from '../../jobs/jobRows.ts';
import type { JobWorker } from '../../jobs/jobWorker.ts';
import { rollPreview, UPLOAD } from '../../register/roll/rollJobs.ts';
import type { App } from '../base-app.ts';
import { ProblemError, problemResponses } from '../base-problem.ts';
import type { RouteDeps } from '../routes.ts';
import { isTable, uploadedName } from './tableUpload.ts';

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
        const fileName = uploadedName(request.headers);
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
