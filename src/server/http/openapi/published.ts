/** The schemas that have a name in the interface description (docs/wire.md points at them). */
import { z } from 'zod';
import * as mini from 'zod/mini';
import type { $ZodType } from 'zod/v4/core';
import {
  catalogueSchema,
  columnsSchema,
  groupsSchema,
  snapshotChunkSchema,
  snapshotHeadSchema,
  syncResponseSchema,
} from '../../../protocol/answerSchemas.ts';
import { editSchema, entrySchema, profileSchema, redemptionSchema } from '../../../protocol/eventSchemas/facts.ts';
import { EVENT_SCHEMAS } from '../../../protocol/eventSchemas.ts';
import { OP_BODY_SCHEMAS } from '../../../protocol/opSchemas.ts';
import { PROBLEM_TYPES, problemSchema } from '../../../protocol/problem.ts';
import { cursorSchema, syncRequestSchema } from '../../../protocol/sync.ts';

function prefixed(prefix: string, schemas: Readonly<Record<string, $ZodType>>): Record<string, $ZodType> {
  return Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [prefix + name, schema]));
}

const ops = Object.entries(OP_BODY_SCHEMAS).map(([kind, body]) =>
  z.object({
    seq: z.int().min(1),
    kind: z.literal(kind),
    body,
    by: z.string().max(40),
    at: z.int(),
    schema: z.int().min(1),
  }),
);
const [firstOp, ...moreOps] = ops;
const [firstEvent, ...moreEvents] = Object.values(EVENT_SCHEMAS);

/** Ops are looked at when their envelope is known to fit; a reader wants to know how they travel. */
const syncRequest = mini.extend(syncRequestSchema, {
  push: mini.optional(mini.extend(syncRequestSchema.shape.push.def.innerType, { ops: groupsSchema })),
});

export const PUBLISHED: Readonly<Record<string, $ZodType>> = {
  Problem: problemSchema.extend({ type: z.enum(PROBLEM_TYPES) }),
  SyncRequest: syncRequest,
  SyncResponse: syncResponseSchema,
  SnapshotHead: snapshotHeadSchema,
  SnapshotChunk: snapshotChunkSchema,
  Cursor: cursorSchema,
  Columns: columnsSchema,
  Groups: groupsSchema,
  Catalogue: catalogueSchema,
  Entry: entrySchema,
  Redemption: redemptionSchema,
  Edit: editSchema,
  Profile: profileSchema,
  ...(firstOp ? { Op: z.union([firstOp, ...moreOps]) } : {}),
  ...(firstEvent ? { Event: z.union([firstEvent, ...moreEvents]) } : {}),
  ...prefixed('OpBody_', OP_BODY_SCHEMAS),
  ...prefixed('Event_', EVENT_SCHEMAS),
};
