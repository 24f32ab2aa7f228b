/** The interface description at /api/openapi.json: whole, true to the routes, and true to what really travels. */
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RawOp } from '../../src/protocol/opHash.ts';
import { OP_BODY_SCHEMAS } from '../../src/protocol/opSchemas.ts';
import { unpackEvents } from '../../src/protocol/packEvents.ts';
import { unpackOps } from '../../src/protocol/packOps.ts';
import { PROBLEM_TYPES } from '../../src/protocol/problem.ts';
import type { SyncRequest, SyncResponse } from '../../src/protocol/sync.ts';
import type { App } from '../../src/server/http/base-app.ts';
import { officeServer } from './support/officeServer.ts';
import { type FreshDatabase, freshDatabase } from './support/postgres.ts';
import { Random } from './support/random.ts';
import { recordSomething } from './support/randomOps.ts';
import { asConsole, carried, device, makeTown, officeBrowser, PEOPLE } from './support/smallTown.ts';
import { jsonOf, type TestDevice } from './support/testDevice.ts';
import { pageJson } from './support/wirePage.ts';

type Json = Record<string, unknown>;
interface Operation {
  readonly summary: string;
  readonly security: readonly Json[];
  readonly parameters?: readonly { readonly in: string; readonly name: string }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { schema?: Json }>> };
  readonly responses: Readonly<Record<string, { description: string; content?: Record<string, { schema?: Json }> }>>;
}
interface Document {
  readonly openapi: string;
  readonly info: { readonly title: string; readonly version: string };
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Json>>; readonly securitySchemes: Json };
}

let database: FreshDatabase;
let app: App;
let api: Document;
const registered = new Set<string>();
const ajv = new Ajv2020({ strict: true, strictTuples: false, allErrors: true, allowUnionTypes: true });

const idOf = (name: string) => `urn:component:${name}`;

/** A schema of the document outside of it: its references lead to the components by their ids. */
function standing(schema: Json): Json {
  return JSON.parse(JSON.stringify(schema).replaceAll('"#/components/schemas/', `"${idOf('')}`)) as Json;
}

beforeAll(async () => {
  database = await freshDatabase();
  app = await officeServer(database.db, ({ method, url }) => registered.add(`${method} ${url}`));
  await app.ready();
  api = (await app.inject({ method: 'GET', url: '/api/openapi.json' })).json<Document>();
  for (const [name, schema] of Object.entries(api.components.schemas)) ajv.addSchema(standing(schema), idOf(name));
});
afterAll(async () => {
  await app.close();
  await database.drop();
});

function* operations(): Generator<readonly [method: string, path: string, operation: Operation]> {
  for (const [path, methods] of Object.entries(api.paths))
    for (const [method, operation] of Object.entries(methods)) yield [method.toUpperCase(), path, operation];
}

/** Every schema of the document, with the place where it stands. */
function* schemas(): Generator<readonly [place: string, schema: Json]> {
  for (const [name, schema] of Object.entries(api.components.schemas)) yield [name, schema];
  for (const [method, path, { requestBody, responses }] of operations()) {
    for (const [status, answer] of Object.entries({ request: requestBody, ...responses }))
      for (const [type, { schema }] of Object.entries(answer?.content ?? {}))
        if (schema) yield [`${method} ${path} ${status} ${type}`, schema];
  }
}

/** What of a value does not fit a named schema. */
function misfits(name: string, value: unknown): unknown {
  const fits = ajv.getSchema(idOf(name));
  if (!fits) throw new Error(`no schema ${name}`);
  return fits(value) ? null : fits.errors;
}

describe('the document', () => {
  test('is OpenAPI 3.1 whose references all lead somewhere and whose schemas all compile', () => {
    expect(api.openapi).toBe('3.1.0');
    expect(api.info.version).toBe('1');
    const text = JSON.stringify(api);
    for (const [, name = ''] of text.matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g))
      expect(Object.keys(api.components.schemas)).toContain(name);
    expect(text.match(/"\$ref":"(?!#\/components\/schemas\/)/g)).toBeNull();
    for (const [place, schema] of schemas()) {
      expect(() => ajv.compile(standing(schema)), place).not.toThrow();
    }
  });

  test('has every registered route, and no other', () => {
    const shown = [...operations()].map(([method, path]) => `${method} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`);
    const routes = [...registered].filter((route) => !route.includes('*'));
    expect(shown.filter((route) => !route.startsWith('HEAD ')).sort()).toEqual([...routes, 'GET /healthz'].sort());
    expect(shown).toContain('HEAD /api/photos/:op/:id');
  });

  test('every operation says what it does, who is let in, its parameters, an answer, and its problems', () => {
    for (const [method, path, operation] of operations()) {
      const place = `${method} ${path}`;
      expect(operation.summary, place).toMatch(/\S/);
      for (const scheme of operation.security.flatMap(Object.keys))
        expect(Object.keys(api.components.securitySchemes), place).toContain(scheme);
      const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      const declared = (operation.parameters ?? []).filter((p) => p.in === 'path').map((p) => p.name);
      expect(declared, place).toEqual(named);
      const statuses = Object.keys(operation.responses);
      expect(
        statuses.filter((status) => status < '300'),
        place,
      ).toHaveLength(1);
      expect(statuses, place).toEqual(expect.arrayContaining(['500', '503']));
      if (operation.security.length > 0) expect(statuses, place).toEqual(expect.arrayContaining(['401', '403']));
      for (const [status, answer] of Object.entries(operation.responses)) {
        expect(answer.description, `${place} ${status}`).toMatch(/\S/);
        if (status >= '400') expect(Object.keys(answer.content ?? {}), place).toEqual(['application/problem+json']);
      }
    }
  });

  test('names every problem type, every kind of op, and nobody', () => {
    const { properties } = api.components.schemas.Problem as { properties: { type: { enum: string[] } } };
    expect(properties.type.enum).toEqual(PROBLEM_TYPES);
    for (const kind of Object.keys(OP_BODY_SCHEMAS)) expect(api.components.schemas).toHaveProperty([`OpBody_${kind}`]);
    expect(JSON.stringify(api)).not.toMatch(/1\d{10}|localhost|127\.0\.0\.1|\/home\//);
  });

  test('problems are as it says', async () => {
    const answer = await app.inject({ method: 'POST', url: '/api/sync', payload: {} });
    expect(misfits('Problem', answer.json())).toBeNull();
    expect(api.paths['/api/sync']?.post?.responses[String(answer.statusCode)]?.description).toContain('device-unknown');
  });
});

test('the worked example of docs/wire.md fits', () => {
  expect(misfits('SyncRequest', pageJson('sync-request'))).toBeNull();
  expect(misfits('SyncResponse', pageJson('sync-answer'))).toBeNull();
  for (const op of pageJson<RawOp[]>('ops')) {
    expect(misfits('Op', op)).toBeNull();
    expect(misfits(`OpBody_${op.kind}`, op.body)).toBeNull();
  }
  for (const event of pageJson<{ type: string }[]>('events')) expect(misfits(`Event_${event.type}`, event)).toBeNull();
  const enrol = api.paths['/api/enrol']?.post;
  const body = enrol?.requestBody?.content['application/json']?.schema as Json;
  const told = enrol?.responses['200']?.content?.['application/json']?.schema as Json;
  expect(ajv.validate(standing(body), pageJson('enrol-request'))).toBe(true);
  expect(ajv.validate(standing(told), pageJson('enrol-answer'))).toBe(true);
});

/** Every field of a value that its schema does not describe, objects of one level. */
function undescribed(name: string, value: object): string[] {
  const { properties = {} } = api.components.schemas[name] as { properties?: Json };
  return Object.keys(value).filter((field) => !(field in properties));
}

/** One round trip whose request and answer are held against the description. */
async function fittingSync(one: TestDevice, kinds: Set<string>): Promise<SyncResponse> {
  const request = await one.request();
  expect(misfits('SyncRequest', JSON.parse(JSON.stringify(request)))).toBeNull();
  const { push } = request as SyncRequest;
  for (const op of push ? unpackOps(push.ops, push.after) : [])
    if (op.kind in OP_BODY_SCHEMAS) expect(misfits(`OpBody_${op.kind}`, op.body), op.kind).toBeNull();
  const answer = jsonOf<SyncResponse & Json>(await one.post(request));
  expect(misfits('SyncResponse', answer)).toBeNull();
  expect(undescribed('SyncResponse', answer)).toEqual([]);
  for (const event of answer.changes ? unpackEvents(answer.changes.events) : []) {
    kinds.add(event.type);
    expect(misfits(`Event_${event.type}`, event)).toBeNull();
    expect(undescribed(`Event_${event.type}`, event)).toEqual([]);
  }
  return answer;
}

test('[SY-8] [SY-9] what really travels in syncs and first loads fits', async () => {
  const { db } = database;
  await makeTown(db);
  const households = ['XW-0001', 'XW-0002', 'XW-0003'];
  await asConsole(
    db,
    households.map((h) => carried(h, 200)),
  );
  const random = new Random(7);
  const devices = [await device(app, db, 'tablet', 'XW', ['w1']), await device(app, db, 'counter', 'XW', ['office'])];
  const office = await officeBrowser(app, db, PEOPLE.office);
  const kinds = new Set<string>();
  for (let round = 0; round < 6; round++) {
    for (const [i, one] of devices.entries())
      for (let n = 0; n < 15; n++) recordSomething(one, i === 0 ? 'w1' : 'office', random, households);
    office.record('month.publish', { village: 'XW', month: `2024-0${round + 1}` }, 'office');
    for (const one of [...devices, office]) {
      await fittingSync(one, kinds);
      await one.syncAll();
    }
  }
  expect([...kinds]).toEqual(expect.arrayContaining(['entry.recorded', 'profile.edited', 'catalogue.changed']));
  const { head, chunks } = (await devices[0]?.load()) ?? { head: {}, chunks: [] };
  expect(misfits('SnapshotHead', head)).toBeNull();
  expect(undescribed('SnapshotHead', head)).toEqual([]);
  expect(undescribed('Catalogue', (head as { catalogue: object }).catalogue)).toEqual([]);
  expect(chunks.length).toBeGreaterThan(0);
  for (const chunk of chunks) expect(misfits('SnapshotChunk', chunk)).toBeNull();
  for (const file of devices[0]?.files.values() ?? []) {
    expect(misfits('Profile', file.base)).toBeNull();
    for (const entry of file.entries) {
      expect(misfits('Entry', entry)).toBeNull();
      expect(undescribed('Entry', entry)).toEqual([]);
    }
    for (const redemption of file.redemptions) {
      expect(misfits('Redemption', redemption)).toBeNull();
      expect(undescribed('Redemption', redemption)).toEqual([]);
    }
  }
});
