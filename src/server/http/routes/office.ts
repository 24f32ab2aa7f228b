import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { Kysely } from 'kysely';
import type { Config } from '../../config.ts';
import type { Database } from '../../db/schema.ts';
import type { App } from '../base-app.ts';
import { registerOfficeAuditRoutes } from './officeAudit.ts';
import { registerOfficeCaseRoutes } from './officeCases.ts';
import { registerOfficeDeviceRoutes } from './officeDevices.ts';
import { registerOfficeGoodsRoutes } from './officeGoods.ts';
import { registerOfficeListRoutes } from './officeLists.ts';
import { registerOfficeNoticeRoutes } from './officeNotices.ts';
import { registerOfficePeopleRoutes } from './officePeople.ts';
import { registerOfficePublicityRoutes } from './officePublicity.ts';
import { registerOfficeQuarterRoutes } from './officeQuarter.ts';
import { registerOfficeRankingRoutes } from './officeRanking.ts';
import { registerOfficeRegisterRoutes } from './officeRegister.ts';
import { registerOfficeRulesRoutes } from './officeRules.ts';
import { registerOfficeSessionRoutes } from './officeSessions.ts';
import { registerOfficeSignInRoutes } from './officeSignIn.ts';
import { registerOfficeStatisticsRoutes } from './officeStatistics.ts';
import { registerOfficeStoreRoutes } from './officeStore.ts';

export interface OfficeRouteDeps {
  readonly db: Kysely<Database>;
  readonly config: Pick<Config, 'publicUrl'>;
}

/** Everything under `/api/office`. Changes of shared facts are not here: they are ops (SY-1). */
export function registerOfficeRoutes(app: App, deps: OfficeRouteDeps): void {
  app.decorateRequest('session', null);
  app.register(async (scope) => {
    const office: App = scope.withTypeProvider<ZodTypeProvider>();
    // Lists of people and their deeds: no browser or proxy keeps a copy.
    office.addHook('onRequest', async (_request, reply) => {
      reply.header('cache-control', 'no-store');
    });
    registerOfficeSignInRoutes(office, deps);
    registerOfficeDeviceRoutes(office, deps);
    registerOfficePeopleRoutes(office, deps);
    registerOfficeListRoutes(office, deps);
    registerOfficeCaseRoutes(office, deps);
    registerOfficeRegisterRoutes(office, deps);
    registerOfficeQuarterRoutes(office, deps);
    registerOfficeRankingRoutes(office, deps);
    registerOfficeStatisticsRoutes(office, deps);
    registerOfficeStoreRoutes(office, deps);
    registerOfficeGoodsRoutes(office, deps);
    registerOfficePublicityRoutes(office, deps);
    registerOfficeNoticeRoutes(office, deps);
    registerOfficeAuditRoutes(office, deps);
    registerOfficeRulesRoutes(office, deps);
    registerOfficeSessionRoutes(office, deps);
  });
}
