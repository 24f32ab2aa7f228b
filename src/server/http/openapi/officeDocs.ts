/** Routes of the office: who and what it works with, the queues, the register, long work. */
import { enrolResponseSchema } from '../../../protocol/answerSchemas.ts';
import { json, office, type RouteDocs, SEES } from './routeDoc.ts';

export const OFFICE_DOCS: RouteDocs = {
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
  'GET /api/office/me': office('Who is signed in, and what they may choose from'),
  'POST /api/office/device': {
    ...office('Enrols this browser as a device, or lets the person work on it', 'the device'),
    answer: json('the device', enrolResponseSchema),
    problems: ['device-unknown'],
  },
  'POST /api/office/enrol-codes': office('Makes a one-time code for a tablet or counter', 'the code, shown once'),
  'GET /api/office/enrol-codes': office('Codes that are not used yet'),
  'GET /api/office/devices': office('Devices, their last contact, what they hold'),
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
  'POST /api/office/households/one': office('One household with its history and all that hangs on it', SEES, [
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
};
