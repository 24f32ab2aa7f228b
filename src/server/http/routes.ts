import type { FastifyRequest } from 'fastify';
import type { Kysely } from 'kysely';
import { ROLES } from '../../domain/role.ts';
import { requireSession } from '../auth/session.ts';
import type { Config } from '../config.ts';
import type { Database } from '../db/schema.ts';
import { JobWorker } from '../jobs/jobWorker.ts';
import { JOBS } from '../jobs/kinds.ts';
import type { Log } from '../log.ts';
import type { App } from './base-app.ts';
import { registerDeviceRoutes } from './routes/device.ts';
import { registerGongshi } from './routes/gongshi.ts';
import { registerOfficeRoutes } from './routes/office.ts';
import { registerOfficeJobs } from './routes/officeJobs.ts';
import { registerOfficeRolls } from './routes/officeRolls.ts';
import { registerPhotos } from './routes/photos.ts';
import { registerPictures } from './routes/pictures.ts';
import { registerSnapshot } from './routes/snapshot.ts';
import { registerSync } from './routes/sync.ts';

export interface RouteDeps {
  readonly db: Kysely<Database>;
  readonly log: Log;
  readonly config: Pick<Config, 'publicUrl' | 'tls' | 'dataDir'>;
  /** Throws ProblemError unless the request carries the session of a person who may use the office. */
  readonly requireOfficeSession: (request: FastifyRequest) => Promise<void>;
}

const OFFICE_ROLES = ROLES.filter((role) => role !== 'grid_worker' && role !== 'store_clerk');

/** Every route of the product. */
export async function registerRoutes(app: App, parts: Omit<RouteDeps, 'requireOfficeSession'>): Promise<void> {
  const deps: RouteDeps = { ...parts, requireOfficeSession: requireSession(parts.db, OFFICE_ROLES) };
  registerSync(app, deps);
  registerSnapshot(app, deps);
  registerDeviceRoutes(app, deps);
  registerOfficeRoutes(app, deps);
  registerPhotos(app, deps);
  const worker = new JobWorker({ db: deps.db, log: deps.log, dataDir: deps.config.dataDir, kinds: JOBS });
  registerOfficeJobs(app, deps, worker);
  registerOfficeRolls(app, deps, worker);
  app.addHook('onReady', async () => worker.start());
  app.addHook('onClose', () => worker.stop());
  registerPictures(app, deps);
  registerGongshi(app, deps);
}
