import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { Role } from '../../../domain/role.ts';
import {
  GOODS_TABLE_BYTES_MAX,
  goodsSheetRequestSchema,
  goodsTableAnswerSchema,
} from '../../../protocol/officeGoods.ts';
import { ROLL_TYPE } from '../../../protocol/officeRoll.ts';
import { OFFICE_ROLES } from '../../../protocol/officeSession.ts';
import { actOf, noteAct } from '../../audit/acts.ts';
import { requireSession, sessionOf } from '../../auth/session.ts';
import { goodsSheet, stockOf } from '../../goods/goodsSheet.ts';
import { goodsTable } from '../../goods/readGoods.ts';
import { goodsList } from '../../office/goodsList.ts';
import type { App } from '../base-app.ts';
import { ProblemError, problemResponses } from '../base-problem.ts';
import type { OfficeRouteDeps } from './office.ts';
import { isTable, uploadedName } from './tableUpload.ts';

const BODY_BYTES_MAX = 1_024;
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
/** Goods are the town's to publish. */
const PUBLISHING: readonly Role[] = ['town_admin'];

/** The catalogue as a table: out as an Excel file, and in as a preview of what it would change; publishing it is an op. */
export function registerOfficeGoodsRoutes(app: App, { db }: OfficeRouteDeps): void {
  app.post(
    '/api/office/goods.xlsx',
    {
      bodyLimit: BODY_BYTES_MAX,
      onRequest: requireSession(db, OFFICE_ROLES),
      schema: { body: goodsSheetRequestSchema },
    },
    async (request, reply) => {
      const session = sessionOf(request);
      const [{ goods }, stock] = await Promise.all([
        goodsList(db, session.town, Date.now()),
        stockOf(db, session.town),
      ]);
      await noteAct(db, {
        ...{ ...actOf(session), kind: 'file.exported', village: session.village },
        details: { what: 'goods', count: goods.length },
      });
      return reply.type(XLSX).send(goodsSheet(goods, stock, request.body.language));
    },
  );

  app.register(async (scope) => {
    const tables: App = scope.withTypeProvider<ZodTypeProvider>();
    tables.addContentTypeParser(
      ROLL_TYPE,
      { parseAs: 'buffer', bodyLimit: GOODS_TABLE_BYTES_MAX },
      (_request, body, done) => done(null, body),
    );
    tables.post(
      '/api/office/goods/table',
      {
        bodyLimit: GOODS_TABLE_BYTES_MAX,
        onRequest: requireSession(db, PUBLISHING),
        schema: { response: { 200: goodsTableAnswerSchema, ...problemResponses } },
      },
      async (request) => {
        const { body } = request;
        const fileName = uploadedName(request.headers);
        if (!Buffer.isBuffer(body) || fileName === undefined) throw new ProblemError('bad-media-type');
        if (!isTable(fileName, body)) return { unreadable: body.length === 0 ? 'empty' : 'not_a_table' } as const;
        return goodsTable(db, sessionOf(request).town, { bytes: body, fileName }, Date.now());
      },
    );
  });
}
