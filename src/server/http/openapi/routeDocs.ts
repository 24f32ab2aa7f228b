/** What the interface description says of each route, by method and path as the description writes them. */
import { DEVICE_DOCS } from './deviceDocs.ts';
import { OFFICE_DOCS } from './officeDocs.ts';
import { OFFICE_PAPER_DOCS } from './officePaperDocs.ts';
import { PUBLIC_DOCS } from './publicDocs.ts';
import type { RouteDocs } from './routeDoc.ts';

export const ROUTE_DOCS: RouteDocs = { ...DEVICE_DOCS, ...PUBLIC_DOCS, ...OFFICE_DOCS, ...OFFICE_PAPER_DOCS };
