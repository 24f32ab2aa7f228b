/** The server's process or its database going away between two statements. */
import pg from 'pg';

/** Statements left before the connection breaks; Infinity: it holds. */
let left = Infinity;
let broke = false;

const ROLLBACK = /^\s*rollback/i;

function textOf(query: unknown): string {
  if (typeof query === 'string') return query;
  return typeof query === 'object' && query !== null && 'text' in query ? String(query.text) : '';
}

/** Puts the breaker between the server and its database. A rollback passes: it is what a broken connection does by itself. */
export function installBreaker(): void {
  const proto = pg.Client.prototype as unknown as { query: (...args: unknown[]) => unknown };
  const original = proto.query;
  proto.query = function (this: unknown, ...args: unknown[]) {
    if (left !== Infinity && !ROLLBACK.test(textOf(args[0]))) {
      if (left <= 0) {
        broke = true;
        return Promise.reject(Object.assign(new Error('terminating connection'), { code: '57P01' }));
      }
      left--;
    }
    return original.apply(this, args);
  };
}

/** Runs work whose connection breaks after so many statements; true when it did. */
export async function breaking(statements: number, work: () => Promise<unknown>): Promise<boolean> {
  left = statements;
  broke = false;
  try {
    await work();
  } finally {
    left = Infinity;
  }
  return broke;
}
