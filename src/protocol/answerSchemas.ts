/** Schemas of what the server answers, for the published interface description; the types are those that both ends use. */
import * as z from 'zod/mini';
import { NOTICE_KINDS, type Notice } from '../domain/notice.ts';
import type { Goods } from '../domain/op.ts';
import type { Policy } from '../domain/policy.ts';
import { DEVICE_KINDS, ROLES } from '../domain/role.ts';
import type { Catalogue, DeviceUser } from './catalogue.ts';
import { described } from './described.ts';
import type { ActivateResponse, EarlierDevice, EnrolResponse, ForkResponse } from './device.ts';
import { EVENT_SCHEMAS } from './eventSchemas.ts';
import { OP_BODY_SCHEMAS } from './opSchemas.ts';
import type { SnapshotChunk, SnapshotHead } from './snapshot.ts';
import { cursorSchema, type SyncResponse } from './sync.ts';

const text = z.string();
const count = z.int().check(z.gte(0));
const hash = z.string().check(z.regex(/^[0-9a-f]{64}$/));
const day = z.string().check(z.regex(/^\d{4}-\d{2}-\d{2}$/));
const plain = z.union([z.string(), z.number(), z.boolean(), z.null()]);

/** One column of a table (docs/wire.md, Columns). */
export const columnSchema = z.union([
  z.object({ v: plain }),
  z.object({ d: z.array(z.int()) }),
  z.object({ p: z.union([z.string(), z.array(z.string())]), r: z.array(z.int()) }),
  z.array(z.unknown()),
]);
export const columnsSchema = z.object({ n: count, c: z.record(z.string(), columnSchema) });
export const groupsSchema = z.object({
  order: z.array(z.union([z.string(), z.int().check(z.gte(1))])),
  groups: z.record(z.string(), columnsSchema),
});

export const deviceUserSchema = described<DeviceUser>()({
  id: text,
  name: text,
  role: z.enum(ROLES),
  village: z.nullable(text),
  grids: z.array(text),
  grid: z.nullable(text),
}) satisfies z.ZodMiniType<DeviceUser>;

export const enrolResponseSchema = described<EnrolResponse>()({
  device: text,
  kind: z.enum(DEVICE_KINDS),
  token: text,
  genesis: hash,
  town: z.object({ code: text, name: text }),
  users: z.array(deviceUserSchema),
  before: z.exactOptional(
    described<EarlierDevice>()({ device: text, high: count, lastSyncAt: z.nullable(z.int()), unsent: count }),
  ),
  certificate: z.exactOptional(text),
}) satisfies z.ZodMiniType<EnrolResponse>;

export const forkResponseSchema = described<ForkResponse>()({
  common: count,
  identity: z.exactOptional(enrolResponseSchema),
}) satisfies z.ZodMiniType<ForkResponse>;

export const activateResponseSchema = described<ActivateResponse>()({
  user: deviceUserSchema,
  dataKey: text,
}) satisfies z.ZodMiniType<ActivateResponse>;

const policy = described<Policy>()({
  deedDaysBack: count,
  redemptionWindows: z.union([z.literal('always'), z.array(z.object({ from: day, to: day }))]),
  counterSharePercent: count,
  carryMaxPoints: count,
  priceGraceDays: count,
  reservationDays: count,
  objectionDays: count,
  maskNames: z.boolean(),
  redeemableWhenFinal: z.exactOptional(z.boolean()),
  leftoverLapses: z.exactOptional(z.boolean()),
  leftoverKeepPoints: z.exactOptional(count),
  villageItemMaxPoints: z.exactOptional(count),
  villagePlusItemsMax: z.exactOptional(count),
  villageMinusItemsMax: z.exactOptional(count),
  twoPersonPoints: z.exactOptional(count),
  fiveStarPercent: z.exactOptional(count),
  fourStarPercent: z.exactOptional(count),
  threeStarPercent: z.exactOptional(count),
  cadresApart: z.exactOptional(z.boolean()),
});

const goods = described<Goods>()({
  sku: text,
  barcode: text,
  name: text,
  spec: text,
  category: text,
  price: count,
  active: z.boolean(),
  unitCost: z.exactOptional(count),
  lowStock: z.exactOptional(count),
  limit: z.exactOptional(z.object({ quantity: count, period: z.enum(['month', 'quarter', 'year']) })),
  photo: z.exactOptional(text),
});

const notice = described<Notice>()({
  id: text,
  kind: z.enum(NOTICE_KINDS),
  title: text,
  text,
  photos: z.exactOptional(z.array(text)),
  villages: z.array(text),
  grids: z.exactOptional(z.array(text)),
  from: z.int(),
  until: z.exactOptional(z.int()),
});

export const catalogueSchema = described<Catalogue>()({
  version: count,
  town: z.object({ code: text, name: text, zoneOffsetMinutes: z.int(), cardKey: text }),
  villages: z.array(z.object({ code: text, name: text })),
  grids: z.array(z.object({ code: text, village: text, name: text, naturalVillages: z.array(text) })),
  rules: z.array(OP_BODY_SCHEMAS['rules.publish'] as z.ZodMiniType<Catalogue['rules'][number]>),
  goods: z.array(goods),
  pastPrices: z.exactOptional(z.array(z.object({ sku: text, price: count, until: z.int() }))),
  comingPrices: z.exactOptional(z.array(z.object({ sku: text, price: count, from: z.int() }))),
  notices: z.exactOptional(z.array(notice)),
  policies: z.record(text, policy),
  months: z.record(text, z.array(text)),
  people: z.record(text, text),
  carriers: z.exactOptional(z.array(z.object({ id: text, name: text, village: z.nullable(text) }))),
  users: z.array(deviceUserSchema),
}) satisfies z.ZodMiniType<Catalogue>;

const packedFilesSchema = z.object({ h: columnsSchema, m: columnsSchema, e: columnsSchema, r: columnsSchema });

export const syncResponseSchema = described<SyncResponse>()({
  protocol: z.int(),
  now: z.int(),
  epoch: text,
  high: count,
  verdicts: z.exactOptional(columnsSchema),
  changes: z.exactOptional(
    z.object({
      events: groupsSchema,
      cursor: cursorSchema,
      files: z.exactOptional(packedFilesSchema),
      gone: z.exactOptional(z.array(text)),
      more: z.boolean(),
    }),
  ),
  catalogue: z.exactOptional(catalogueSchema),
  giveBack: z.exactOptional(z.array(z.tuple([text, count]))),
  directive: z.exactOptional(z.enum(['reload', 'report', 'revoked'])),
  kept: z.exactOptional(count),
});

export const snapshotHeadSchema = described<SnapshotHead>()({
  protocol: z.int(),
  cursor: cursorSchema,
  counted: count,
  households: count,
  home: z.exactOptional(count),
  catalogue: catalogueSchema,
  cases: z.array(z.union([EVENT_SCHEMAS['case.opened'], EVENT_SCHEMAS['case.decided']])),
  stock: z.exactOptional(z.object({ counted: count, lines: z.array(z.tuple([text, text, text, z.int()])) })),
  elsewhere: z.exactOptional(
    z.array(
      z.union([
        EVENT_SCHEMAS['allowance.set'],
        EVENT_SCHEMAS['redemption.recorded'],
        EVENT_SCHEMAS['redemption.voided'],
      ]),
    ),
  ),
});

export const snapshotChunkSchema = described<SnapshotChunk>()({
  key: text,
  files: packedFilesSchema,
});
