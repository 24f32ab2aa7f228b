/** Routes of devices: enrolment, sync, first load, photos. */
import { activateResponseSchema, enrolResponseSchema, forkResponseSchema } from '../../../protocol/answerSchemas.ts';
import { okSchema } from '../../../protocol/officeParts.ts';
import { PUBLISHED } from './published.ts';
import { JPEG, JSON_TYPE, json, type RouteDocs } from './routeDoc.ts';

const TUS_BYTES = 'application/offset+octet-stream';
const PHOTO = '/api/photos/{op}/{id}';
const PHOTO_PROBLEMS = ['not-found', 'conflict', 'photo-damaged', 'too-large', 'bad-media-type', 'disk-full'] as const;

export const DEVICE_DOCS: RouteDocs = {
  'GET /healthz': { summary: 'Whether the server and its database answer', auth: 'anybody', answer: json('ready') },
  'GET /api/openapi.json': { summary: 'This description', auth: 'anybody', answer: json('OpenAPI 3.1') },
  'POST /api/enrol': {
    summary: 'Turns a one-time code into a device (SY-2)',
    auth: 'anybody',
    answer: json('the new device', enrolResponseSchema),
    problems: ['enrol-code-unknown', 'enrol-code-used', 'enrol-code-expired', 'rate-limited'],
  },
  'POST /api/device/activate': {
    summary: 'A person’s first use of a device',
    auth: 'device',
    answer: json('who it is, and the key that seals what is loaded', activateResponseSchema),
    problems: ['pin-wrong', 'pin-locked', 'rate-limited'],
  },
  'POST /api/device/readmit': {
    summary: 'A device that a restored server does not know is taken in again by its certificate (SY-14)',
    auth: 'device',
    answer: json('taken in', okSchema),
    problems: ['rate-limited'],
  },
  'POST /api/device/fork': {
    summary: 'An identity of its own for a device whose log is not the one the server has (SY-13)',
    auth: 'device',
    answer: json('how far the logs are the same, and the new identity once that is known', forkResponseSchema),
    problems: ['signature-invalid', 'conflict', 'rate-limited'],
  },
  'POST /api/sync': {
    summary: 'One round trip: ops up; verdicts, changes and catalogue down (SY-8)',
    auth: 'device',
    body: { type: JSON_TYPE, ...(PUBLISHED.SyncRequest ? { schema: PUBLISHED.SyncRequest } : {}) },
    answer: json('verdicts, changes, catalogue', PUBLISHED.SyncResponse),
    problems: ['signature-invalid', 'seq-gap', 'fork', 'too-old', 'disk-full'],
  },
  'GET /api/snapshot': {
    summary: 'First load: lines of JSON, a SnapshotHead and then SnapshotChunks; `after` resumes behind a chunk (SY-9)',
    auth: 'device',
    answer: { status: 200, text: 'one SnapshotHead, then a SnapshotChunk per line', type: 'application/x-ndjson' },
  },
  [`POST ${PHOTO}`]: {
    summary: 'Begins the upload of an announced photo (tus 1.0.0, CF-22)',
    auth: 'device',
    answer: { status: 201, text: 'begun; go on by PATCH' },
    problems: PHOTO_PROBLEMS,
  },
  [`HEAD ${PHOTO}`]: {
    summary: 'How far the upload of a photo is',
    auth: 'device',
    answer: { status: 200, text: '`Upload-Offset` and `Upload-Length` say it' },
    problems: PHOTO_PROBLEMS,
  },
  [`PATCH ${PHOTO}`]: {
    summary: 'Goes on with the upload of a photo',
    auth: 'device',
    body: { type: TUS_BYTES },
    answer: { status: 204, text: 'taken; `Upload-Offset` says how far it is' },
    problems: PHOTO_PROBLEMS,
  },
  'GET /api/goods/photos/{id}': {
    summary: 'A picture of goods or of a notice, for a device',
    auth: 'device',
    answer: { status: 200, text: 'the file', type: JPEG },
    problems: ['not-found'],
  },
};
