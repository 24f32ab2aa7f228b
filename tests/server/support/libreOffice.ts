/** Spreadsheets opened by LibreOffice itself, headless: what a person would see there, with the types of the cells. */
import { execFile } from 'node:child_process';
import { accessSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { must } from '../../../src/domain/must.ts';

export interface OpenedCell {
  /** Null: empty. */
  readonly type: 'float' | 'percentage' | 'date' | 'string' | 'boolean' | null;
  /** A number of `float` and `percentage`; the ISO text of `date`; the text of `string`. */
  readonly value: string | number | null;
  readonly formula: string | null;
}

export interface OpenedSheet {
  readonly name: string;
  readonly rows: readonly (readonly OpenedCell[])[];
}

const EMPTY: OpenedCell = { type: null, value: null, formula: null };
/** The empty rest of a sheet is one row, repeated a million times. */
const REPEATED_MAX = 1_000;

/** Where LibreOffice is; undefined when it is not installed. */
export const SOFFICE = (process.env.PATH ?? '')
  .split(delimiter)
  .map((folder) => join(folder, 'soffice'))
  .find((file) => {
    try {
      accessSync(file);
      return true;
    } catch {
      return false;
    }
  });

/** Why a test is skipped. */
export const NO_LIBRE_OFFICE = 'LibreOffice is not installed here (apt-get install libreoffice-calc-nogui)';

/** Opens a file and gives every sheet. A CSV is taken for what it is: commas, quotes, UTF-8. */
export async function openInLibreOffice(bytes: Uint8Array, ending: 'xlsx' | 'csv'): Promise<readonly OpenedSheet[]> {
  const filter = ending === 'csv' ? ['--infilter=CSV:44,34,76,1'] : [];
  return sheetsOf(String(await converted(bytes, ending, 'fods', filter)));
}

/** The first sheet of an Excel file, saved as CSV the way a person does. */
export async function savedAsCsv(bytes: Uint8Array): Promise<Buffer> {
  return converted(bytes, 'xlsx', 'csv:Text - txt - csv (StarCalc):44,34,76,1', []);
}

async function converted(bytes: Uint8Array, from: string, to: string, more: readonly string[]): Promise<Buffer> {
  // A profile of its own: two at a time on one profile is one too many.
  const folder = await mkdtemp(join(tmpdir(), 'village-points-soffice-'));
  try {
    await writeFile(join(folder, `book.${from}`), bytes);
    await promisify(execFile)(must(SOFFICE, NO_LIBRE_OFFICE), [
      ...[`-env:UserInstallation=file://${folder}/profile`, '--headless', ...more, '--convert-to', to],
      ...['--outdir', join(folder, 'out'), join(folder, `book.${from}`)],
    ]);
    return await readFile(join(folder, 'out', `book.${must(to.split(':')[0], 'an ending')}`));
  } finally {
    await rm(folder, { recursive: true });
  }
}

function sheetsOf(fods: string): readonly OpenedSheet[] {
  return [...fods.matchAll(/<table:table ([^>]*)>(.*?)<\/table:table>/gs)].map(([, attributes = '', inside = '']) => {
    const rows: (readonly OpenedCell[])[] = [];
    for (const [, own = '', cells = ''] of inside.matchAll(
      /<table:table-row([^>]*?)(?:\/>|>(.*?)<\/table:table-row>)/gs,
    )) {
      const row = cellsOf(cells);
      const times = Number(attribute(own, 'table:number-rows-repeated') ?? 1);
      if (times < REPEATED_MAX) for (let i = 0; i < times; i++) rows.push(row);
    }
    while (rows.length > 0 && rows.at(-1)?.every(({ type }) => type === null)) rows.pop();
    return { name: attribute(attributes, 'table:name') ?? '', rows };
  });
}

function cellsOf(row: string): readonly OpenedCell[] {
  const cells: OpenedCell[] = [];
  for (const [, own = '', content = ''] of row.matchAll(
    /<table:table-cell([^>]*?)(?:\/>|>(.*?)<\/table:table-cell>)/gs,
  )) {
    const times = Number(attribute(own, 'table:number-columns-repeated') ?? 1);
    if (times < REPEATED_MAX) for (let i = 0; i < times; i++) cells.push(cellOf(own, content));
  }
  return cells;
}

function cellOf(own: string, content: string): OpenedCell {
  const type = attribute(own, 'office:value-type') as OpenedCell['type'] | undefined;
  if (type === undefined || type === null) return EMPTY;
  const formula = attribute(own, 'table:formula') ?? null;
  if (type === 'date') return { type, formula, value: attribute(own, 'office:date-value') ?? null };
  if (type !== 'string') return { type, formula, value: Number(attribute(own, 'office:value')) };
  const lines = [...content.matchAll(/<text:p[^>]*?(?:\/>|>(.*?)<\/text:p>)/gs)].map(([, line = '']) => plain(line));
  return { type, formula, value: lines.join('\n') };
}

function attribute(own: string, name: string): string | undefined {
  const found = new RegExp(`(?:^|\\s)${name}="([^"]*)"`).exec(own)?.[1];
  return found === undefined ? undefined : plain(found);
}

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };

function plain(xml: string): string {
  return xml
    .replace(/<text:s(?: text:c="(\d+)")?\/>/g, (_, n?: string) => ' '.repeat(Number(n ?? 1)))
    .replace(/<text:tab\/>/g, '\t')
    .replace(/<[^>]*>/g, '')
    .replace(/&(lt|gt|quot|apos|amp);/g, (_, name: string) => ENTITIES[name] ?? '');
}
