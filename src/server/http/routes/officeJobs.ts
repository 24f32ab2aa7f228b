import { createReadStream } from 'node:fs';
import type { FastifyRequest } from 'fastify';
import { jobParamsSchema, jobSchema, jobStartSchema, jobsSchema } from '../../../protocol/officeJobs.ts';
import { actOf, noteAct } from '../../audit/acts.ts';
import { sessionOf, villageInScope } from '../../auth/session.ts';
import { addJob, cancelJob, describe, findJob, listJobs } from '../../jobs/jobRows.ts';
import type { JobWorker } from '../../jobs/jobWorker.ts';
import type { App } from '../base-app.ts';
import { ProblemError, problemResponses } from '../base-problem.ts';
import type { RouteDeps } from '../routes.ts';

/** Choices of a long list, such as rows of a roll that are left out, travel in it. */
const BODY_BYTES_MAX = 512 * 1024;

/** Long work: each person starts, sees, cancels and fetches their own. */
export function registerOfficeJobs(app: App, deps: RouteDeps, worker: JobWorker): void {
  const { db } = deps;
  const onRequest = [
    deps.requireOfficeSession,
    async (_request: FastifyRequest, reply: { header: (name: string, value: string) => unknown }) => {
      reply.header('cache-control', 'no-store');
    },
  ];
  const one = { 200: jobSchema, ...problemResponses };

  app.post(
    '/api/office/jobs',
    { bodyLimit: BODY_BYTES_MAX, onRequest, schema: { body: jobStartSchema, response: one } },
    async (request) => {
      const session = sessionOf(request);
      const kind = worker.kind(request.body.kind);
      if (kind === undefined) throw new ProblemError('not-found');
      if (!kind.roles.includes(session.role)) throw new ProblemError('forbidden');
      const { input, village } = kind.read(request.body.input);
      // Work of the whole town is for people of the whole town.
      if (villageInScope(session, village) !== village) throw new ProblemError('forbidden');
      const job = await addJob(db, { town: session.town, by: session.id, kind: kind.kind, village, input });
      await noteAct(db, { ...actOf(session), kind: 'job.begun', village, details: { what: kind.kind } });
      worker.nudge();
      return job;
    },
  );

  app.get(
    '/api/office/jobs',
    { onRequest, schema: { response: { 200: jobsSchema, ...problemResponses } } },
    async (request) => {
      const { town, id } = sessionOf(request);
      return { jobs: await listJobs(db, town, id) };
    },
  );

  app.get(
    '/api/office/jobs/:id',
    { onRequest, schema: { params: jobParamsSchema, response: one } },
    async (request) => {
      const { town, id } = sessionOf(request);
      const row = await findJob(db, town, id, request.params.id);
      if (row === undefined) throw new ProblemError('not-found');
      return describe(row);
    },
  );

  app.post(
    '/api/office/jobs/:id/cancel',
    { onRequest, schema: { params: jobParamsSchema, response: one } },
    async (request) => {
      const { town, id } = sessionOf(request);
      const job = await cancelJob(db, town, id, request.params.id);
      if (job === undefined) throw new ProblemError('not-found');
      return job;
    },
  );

  app.get('/api/office/jobs/:id/file', { onRequest, schema: { params: jobParamsSchema } }, async (request, reply) => {
    const { town, id } = sessionOf(request);
    const row = await findJob(db, town, id, request.params.id);
    if (!row?.file_name || !row.file_type) throw new ProblemError('not-found');
    return reply
      .type(row.file_type)
      .header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(row.file_name)}`)
      .header('x-content-type-options', 'nosniff')
      .send(createReadStream(worker.files.made(row.id)));
  });
}
