/** The worked example of docs/wire.md, computed again: by the product's code and, where the page says how, without it. */
import { createHash, createPublicKey, verify } from 'node:crypto';
import { expect, test } from 'vitest';
import { canonicalJson } from '../../../src/protocol/canonical.ts';
import { packColumns, unpackColumns } from '../../../src/protocol/columns.ts';
import { enrolRequestSchema } from '../../../src/protocol/device.ts';
import { parseEnrolCode } from '../../../src/protocol/enrolCode.ts';
import { opHash, type RawOp } from '../../../src/protocol/opHash.ts';
import { parseOp } from '../../../src/protocol/opSchemas.ts';
import { packEvents, unpackEvents } from '../../../src/protocol/packEvents.ts';
import { packOps, unpackOps } from '../../../src/protocol/packOps.ts';
import { PROBLEMS } from '../../../src/protocol/problem.ts';
import { type SyncRequest, type SyncResponse, syncRequestSchema } from '../../../src/protocol/sync.ts';
import { packVerdicts, unpackVerdicts } from '../../../src/protocol/wireVerdict.ts';
import { canonical, chainHash, eventOf, rows, type Table, ungrouped } from '../../server/support/strangersClient.ts';
import { pageJson, pageLines, pageProblems } from '../../server/support/wirePage.ts';

const key = pageJson<{ kty: string; crv: string; x: string; y: string }>('key');
const ops = pageJson<RawOp[]>('ops');
const { genesis } = pageJson<{ genesis: string }>('enrol-answer');
const request = pageJson<SyncRequest>('sync-request');
const answer = pageJson<SyncResponse>('sync-answer');
const push = request.push as NonNullable<SyncRequest['push']>;

test('the enrolment is one: the public key is the point of the key, the code is a code', () => {
  const asked = enrolRequestSchema.parse(pageJson('enrol-request'));
  const point = [Buffer.from([4]), Buffer.from(key.x, 'base64url'), Buffer.from(key.y, 'base64url')];
  expect(asked.publicKey).toBe(Buffer.concat(point).toString('base64url'));
  expect(parseEnrolCode(asked.code)).toBeDefined();
});

test('[SY-1] texts and hashes follow from genesis and ops', () => {
  const texts = ops.map((op) => canonicalJson([op.seq, op.kind, op.body, op.by, op.at, op.schema]));
  expect(pageLines('texts')).toEqual(texts);
  let hash = genesis;
  const hashes = ops.map((op, i) => {
    expect(opHash(hash, op)).toBe(chainHash(hash, op as Parameters<typeof chainHash>[1]));
    hash = createHash('sha256').update(`${hash}${texts[i]}`).digest('hex');
    return hash;
  });
  expect(pageLines('hashes')).toEqual(hashes);
  expect(push.prev).toBe(genesis);
  expect(push.head).toBe(hashes.at(-1));
  expect(canonical({ b: [1, { d: null, c: '\n' }], a: undefined })).toBe('{"b":[1,{"c":"\\n","d":null}]}');
});

test('[SY-1] the signature is one of the key over the text of the head', () => {
  const publicKey = createPublicKey({ key: { kty: key.kty, crv: key.crv, x: key.x, y: key.y }, format: 'jwk' });
  const sig = Buffer.from(push.sig, 'base64url');
  const signed = (text: string) =>
    verify('sha256', Buffer.from(text), { key: publicKey, dsaEncoding: 'ieee-p1363' }, sig);
  expect(signed(push.head)).toBe(true);
  expect(signed(genesis)).toBe(false);
});

test('[SY-8] the request carries the ops, as the product packs them', () => {
  expect(syncRequestSchema.parse(request)).toEqual(request);
  expect(push.ops).toEqual(packOps(ops));
  expect(unpackOps(push.ops, push.after)).toEqual(ops);
  for (const op of ops) expect(parseOp(op).ok).toBe(true);
});

test('the columns of the page are those of its rows', () => {
  expect(packColumns(pageJson('rows'))).toEqual(pageJson('columns'));
  expect(unpackColumns(pageJson('columns'))).toEqual(pageJson('rows'));
  expect(rows(pageJson<Table>('columns'))).toEqual(pageJson('rows'));
});

test('[SY-5] verdicts and events of the page are the unpacked ones', () => {
  expect(rows(answer.verdicts as Table)).toEqual(pageJson('verdicts'));
  const verdicts = unpackVerdicts(answer.verdicts);
  expect(packVerdicts(verdicts)).toEqual(answer.verdicts);
  expect(verdicts.map((v) => v.seq)).toEqual(ops.map((op) => op.seq));
  const changes = pageJson<NonNullable<SyncResponse['changes']>>('changes');
  const events = pageJson<Parameters<typeof packEvents>[0]>('events');
  expect(unpackEvents(changes.events)).toEqual(events);
  expect(packEvents(events)).toEqual(changes.events);
  expect(ungrouped(changes.events).map(eventOf)).toEqual(events);
});

test('the page names every problem with its status, and no other', () => {
  expect(pageProblems()).toEqual(Object.fromEntries(Object.entries(PROBLEMS).map(([code, p]) => [code, p.status])));
});
