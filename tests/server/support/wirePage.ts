import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const PAGE = join(import.meta.dirname, '../../../docs/wire.md');
const BLOCK = /^```(json|text) (\S+)\n([\s\S]*?)\n```$/gm;

/** The named blocks of docs/wire.md, as text. */
function blocks(): ReadonlyMap<string, string> {
  return new Map([...readFileSync(PAGE, 'utf8').matchAll(BLOCK)].map(([, , name = '', text = '']) => [name, text]));
}

/** A named JSON block of the protocol page. */
export function pageJson<T>(name: string): T {
  const text = blocks().get(name);
  if (text === undefined) throw new Error(`docs/wire.md has no block ${name}`);
  return JSON.parse(text) as T;
}

/** The lines of a named text block of the protocol page. */
export function pageLines(name: string): readonly string[] {
  return blocks().get(name)?.split('\n') ?? [];
}

/** Problem codes of the page's table with their statuses. */
export function pageProblems(): Readonly<Record<string, number>> {
  const cells = [...readFileSync(PAGE, 'utf8').matchAll(/^\| (`[a-z-]+`[^|]* \d{3}[^|]*) \|/gm)].map(
    ([, cell = '']) => cell,
  );
  const groups = cells.flatMap((cell) => [...cell.matchAll(/((?:`[a-z-]+`(?:, )?)+) (\d{3})/g)]);
  return Object.fromEntries(
    groups.flatMap(([, codes = '', status]) =>
      [...codes.matchAll(/`([a-z-]+)`/g)].map(([, code = '']) => [code, Number(status)]),
    ),
  );
}
