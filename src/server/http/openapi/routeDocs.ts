/** What the interface description says of each route besides the schemas that the route itself checks. */
import type { $ZodType } from 'zod/v4/core';
import { activateResponseSchema, enrolResponseSchema, forkResponseSchema } from '../../../protocol/answerSchemas.ts';
import { okSchema } from '../../../protocol/officeParts.ts';
import type { ProblemCode } from '../../../protocol/problem.ts';
import { PUBLISHED } from './published.ts';

/** Who is let in: anybody, a device by its secret, a person of the office by the session cookie. */
export type Auth = 'anybody' | 'device' | 'session';

export interface RouteDoc {
  readonly summary: string;
  readonly auth: Auth;
  readonly body?: { readonly type: string; readonly schema?: $ZodType };
  readonly answer: {
    readonly status: number;
    readonly text: string;
    readonly type?: string;
    readonly schema?: $ZodType;
  };
  /** Besides those that every route of its kind can have. */
  readonly problems?: readonly ProblemCode[];
}

const JSON_TYPE = 'application/json';
const JPEG = 'image/jpeg';
const TUS_BYTES = 'application/offset+octet-stream';
const sees = 'what the person may see';

const json = (text: string, schema?: $ZodType) => ({
  status: 200,
  text,
  type: JSON_TYPE,
  ...(schema ? { schema } : {}),
});
const office = (summary: string, text = sees, problems: readonly ProblemCode[] = []): RouteDoc => ({
  summary,
  auth: 'session',
  answer: json(text),
  problems,
});

const PAGE = { status: 200, text: 'a page', type: 'text/html' } as const;
const PHOTO = '/api/photos/{op}/{id}';
const PHOTO_PROBLEMS = ['not-found', 'conflict', 'photo-damaged', 'too-large', 'bad-media-type', 'disk-full'] as const;

/** By method and path as the description writes them. */
export const ROUTE_DOCS: Readonly<Record<string, RouteDoc>> = {
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
  'POST /api/office/sign-in': {
    summary: 'Opens a session of the office and sets its cookie',
    auth: 'anybody',
    answer: json('signed in'),
    problems: ['sign-in-failed', 'cross-origin', 'rate-limited'],
  },
  'POST /api/office/sign-out': {
    summary: 'Ends the session',
    auth: 'anybody',
    answer: json('signed out'),
    problems: ['cross-origin'],
  },
  'POST /api/public/objections': {
    summary: 'An objection to a published month, by anybody',
    auth: 'anybody',
    answer: json('the number it was taken under, and by when it is answered'),
    problems: ['not-found', 'objections-over', 'rate-limited'],
  },
  'GET /gongshi/page.css': {
    summary: 'Style of the public pages',
    auth: 'anybody',
    answer: { status: 200, text: 'the file', type: 'text/css' },
  },
  'GET /gongshi/page.js': {
    summary: 'Script of the public pages',
    auth: 'anybody',
    answer: { status: 200, text: 'the file', type: 'text/javascript' },
  },
  'GET /gongshi/{village}/{month}': {
    summary: 'The list of a month, for everybody',
    auth: 'anybody',
    answer: PAGE,
    problems: ['not-found'],
  },
  'POST /gongshi/{village}/{month}': {
    summary: 'The same, with the rows that somebody looks for',
    auth: 'anybody',
    body: { type: 'application/x-www-form-urlencoded' },
    answer: PAGE,
    problems: ['not-found', 'rate-limited'],
  },
  'GET /gongshi/{village}/{month}/{row}': {
    summary: 'One row of a list in detail',
    auth: 'anybody',
    answer: PAGE,
    problems: ['not-found'],
  },
  'GET /gongshi/{village}/{month}/list.json': {
    summary: 'The frozen document to the letter: its SHA-256 is the fingerprint that is printed',
    auth: 'anybody',
    answer: { status: 200, text: 'the document', type: JSON_TYPE },
    problems: ['not-found'],
  },
  'GET /api/office/me': office('Who is signed in, and what they may choose from'),
  'POST /api/office/device': {
    ...office('Enrols this browser as a device, or lets the person work on it', 'the device'),
    answer: json('the device', enrolResponseSchema),
    problems: ['device-unknown'],
  },
  'POST /api/office/enrol-codes': office('Makes a one-time code for a tablet or counter', 'the code, shown once'),
  'GET /api/office/enrol-codes': office('Codes that are not used yet'),
  'GET /api/office/devices': office('Devices, their last contact, what they hold'),
  'POST /api/office/devices.xlsx': {
    summary: 'The list of devices as an Excel file',
    auth: 'session',
    answer: {
      status: 200,
      text: 'the file',
      type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    },
  },
  'POST /api/office/devices/revoke': office('Revokes a device (CF-17)', 'revoked', ['not-found']),
  'GET /api/office/users': office('People of the village or town'),
  'POST /api/office/users/reset-pin': office('Gives a person a new start PIN', 'the PIN, shown once', ['not-found']),
  'POST /api/office/users/create': office('Adds a person', 'their start secrets, shown once', ['conflict']),
  'POST /api/office/users/update': office('Changes what a person may do, their name and login (CF-16)', 'changed', [
    'not-found',
    'conflict',
  ]),
  'POST /api/office/password': office(
    "A new password of one's own; the old one is asked for",
    'changed; other sessions are ended',
    ['sign-in-failed', 'rate-limited'],
  ),
  'POST /api/office/users/reset-password': office('Gives a person a new password', 'the password, shown once', [
    'not-found',
  ]),
  'POST /api/office/audit/search': office('Who did what: ops and acts by filters, newest first'),
  'POST /api/office/audit/export': {
    summary: 'The same as a CSV file, streamed',
    auth: 'session',
    answer: { status: 200, text: 'the file', type: 'text/csv' },
  },
  'GET /api/office/summary': office('Totals of the villages, and what waits'),
  'POST /api/office/entries/search': office('Entries by filters; the body carries names, so it is no GET'),
  'POST /api/office/cases/search': office('Cases, open or decided, by filters, each with what is proposed'),
  'POST /api/office/cases/alike': office('The open Cases of one reason that are decided at once'),
  'POST /api/office/cases/foresee': office('What decisions would do to points, before they are taken'),
  'POST /api/office/cards/search': office('Cards to print'),
  'POST /api/office/households/search': office(
    'The household register by name, pinyin, code, plate, phone and filters',
  ),
  'POST /api/office/households/one': office('One household with its history and all that hangs on it', sees, [
    'not-found',
  ]),
  'POST /api/office/households/next-code': office('The next free household code of a village', 'the code'),
  'POST /api/office/rolls': {
    summary:
      'Uploads a roll; the answer is the work that looks what it would change. The file’s name is in `x-file-name`, URI-encoded',
    auth: 'session',
    body: { type: 'application/octet-stream' },
    answer: json('the work, queued'),
    problems: ['bad-media-type', 'too-large', 'disk-full'],
  },
  'POST /api/office/jobs': office('Starts long work: an import, an export, prints', 'the work, queued', ['not-found']),
  'GET /api/office/jobs': office('The person’s own long work of the last days'),
  'GET /api/office/jobs/{id}': office('How far it is, and what came out of it', 'the work', ['not-found']),
  'POST /api/office/jobs/{id}/cancel': office('Asks it to stop at its next step', 'the work', ['not-found']),
  'GET /api/office/jobs/{id}/file': {
    summary: 'The file that it made',
    auth: 'session',
    answer: { status: 200, text: 'the file', type: 'application/octet-stream' },
    problems: ['not-found'],
  },
  'POST /api/office/store/close': office('The close of a store: what went out and came back on some days'),
  'POST /api/office/store/close.xlsx': {
    summary: 'The same as an Excel file',
    auth: 'session',
    answer: {
      status: 200,
      text: 'the file',
      type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    },
  },
  'POST /api/office/quarter': office('Quarterly redemption, village by village: windows and sums'),
  'POST /api/office/quarter/households': office('What households may redeem and did in a quarter, page by page'),
  'POST /api/office/quarter/paper': office('Who may redeem how much in a village, for paper'),
  'POST /api/office/quarter/settle-preview': office('What would lapse when a quarter of a village is settled'),
  'POST /api/office/quarter.xlsx': {
    summary: 'The same as an Excel file',
    auth: 'session',
    answer: {
      status: 200,
      text: 'the file',
      type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    },
  },
  'POST /api/office/ranking': office(
    'A page of the ranking of a year, of a village or the town: as it was frozen, or as it would be',
  ),
  'POST /api/office/ranking/waiting': office('What speaks for waiting before a year is frozen'),
  'POST /api/office/ranking/document': office(
    'The list of a year as it was frozen, or would be: its canonical JSON is what is hashed',
    'the document',
  ),
  'POST /api/office/ranking.xlsx': {
    summary: 'The same as an Excel file',
    auth: 'session',
    answer: {
      status: 200,
      text: 'the file',
      type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    },
  },
  'POST /api/office/statistics': office('Participation, categories and redemption of a period, village by village'),
  'POST /api/office/statistics/work': office('The work of a period: workers, conflicts, devices'),
  'POST /api/office/statistics/unvisited': office('Households at whose door nobody was for long'),
  'POST /api/office/statistics.xlsx': {
    summary: 'All tables of the statistics as an Excel file',
    auth: 'session',
    answer: {
      status: 200,
      text: 'the file',
      type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    },
  },
  'POST /api/office/publicity/months': office('Months of a village: to be closed, hanging, final'),
  'POST /api/office/publicity/list': office('A published list, with whose rows they are', sees, ['not-found']),
  'POST /api/office/publicity/document': office('The frozen document of a list', 'the document', ['not-found']),
  'POST /api/office/publicity/list.xlsx': {
    summary: 'A published list as an Excel file',
    auth: 'session',
    answer: {
      status: 200,
      text: 'the file',
      type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    },
    problems: ['not-found'],
  },
  'POST /api/office/publicity/objections': office('Objections of a village, open or answered'),
  'POST /api/office/sessions/search': office('Sessions of the committee'),
  'POST /api/office/sessions/minutes': office('One session, and what was decided in it', sees, ['not-found']),
  'POST /api/office/sessions/minutes.xlsx': {
    summary: 'The same as an Excel file',
    auth: 'session',
    answer: {
      status: 200,
      text: 'the file',
      type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    },
    problems: ['not-found'],
  },
  'GET /api/office/goods': office('Goods of the town, with prices in force and to come'),
  'POST /api/office/goods.xlsx': {
    summary: 'The catalogue of goods as an Excel file, which the import reads again',
    auth: 'session',
    answer: {
      status: 200,
      text: 'the file',
      type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    },
  },
  'POST /api/office/goods/table': {
    ...office(
      'What a table of goods (xlsx, xls, csv) would change of the catalogue; nothing is changed',
      'the preview',
      ['too-large', 'bad-media-type'],
    ),
    body: { type: 'application/octet-stream' },
  },
  'POST /api/office/goods/photos': {
    summary: 'Adds a picture of goods, a JPEG of at most 64 KiB',
    auth: 'session',
    body: { type: JPEG },
    answer: json('its id, for the goods'),
    problems: ['bad-media-type', 'too-large', 'disk-full'],
  },
  'POST /api/office/notices/search': office(
    'Notices in force, planned, over or withdrawn, with how many people opened them',
  ),
  'POST /api/office/notices/photos': {
    summary: 'Adds a picture of a notice, a JPEG of at most 256 KiB',
    auth: 'session',
    body: { type: JPEG },
    answer: json('its id, for the notice'),
    problems: ['bad-media-type', 'too-large', 'disk-full'],
  },
  'GET /api/office/goods/photos/{id}': {
    summary: 'A picture of goods or of a notice',
    auth: 'session',
    answer: { status: 200, text: 'the file', type: JPEG },
    problems: ['not-found'],
  },
  'GET /api/goods/photos/{id}': {
    summary: 'A picture of goods or of a notice, for a device',
    auth: 'device',
    answer: { status: 200, text: 'the file', type: JPEG },
    problems: ['not-found'],
  },
  'POST /api/office/stores': office('How the stores are doing: goods, stock, redemption rate'),
  'GET /api/office/store/openings': office('Days on which goods may be redeemed, and how long reserved ones are kept'),
  'GET /api/office/rules': office(
    'Versions of the town’s and villages’ rules, and what lies outside of the town’s bounds',
  ),
  'POST /api/office/rules/version': office('One version with its items', sees, ['not-found']),
  'POST /api/office/rules/framework': office('The framework on which an overlay of a day would stand'),
  'POST /api/office/rules/in-force': office('The items of a village on a day'),
  'POST /api/office/rules/version.xlsx': {
    summary: 'One version as an Excel file',
    auth: 'session',
    answer: {
      status: 200,
      text: 'the file',
      type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    },
    problems: ['not-found'],
  },
  'POST /api/office/rules/try': office(
    'A draft tried on recorded entries: households before and after, totals per item',
  ),
  'POST /api/office/rules/outside': office('Which overlays a draft of the framework would leave outside of the bounds'),
  'GET /api/office/policies': office('What the town and the villages have set of the policies'),
  'GET /api/office/photos/{id}': {
    summary: 'A photo that has arrived',
    auth: 'session',
    answer: { status: 200, text: 'the file', type: JPEG },
    problems: ['not-found'],
  },
};
