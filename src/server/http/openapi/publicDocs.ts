/** Routes that anybody may ask: the public pages and objections. */
import { JSON_TYPE, json, type RouteDocs } from './routeDoc.ts';

const PAGE = { status: 200, text: 'a page', type: 'text/html' } as const;

export const PUBLIC_DOCS: RouteDocs = {
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
};
