import { type DestinationStream, type Logger, pino } from 'pino';
import type { LogLevel } from './config.ts';

export type Log = Logger;

/** Errors of these kinds quote the input they failed on, and input is people's names and phones. */
const QUOTING_ERRORS = new Set(['SyntaxError', 'ZodError']);

/**
 * The server's log: one JSON object a line, on standard output.
 *
 * Nothing personal may reach it: no bodies, no addresses with parameters, no values the database complains about.
 * So errors are reduced to what locates the fault, and requests never get a default serializer.
 * @param destination only tests pass one
 */
export function createLog(level: LogLevel, destination?: DestinationStream): Log {
  const options = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    serializers: { err: describeError, req: () => undefined, res: () => undefined },
  };
  return destination ? pino(options, destination) : pino(options);
}

/** An error as the log may keep it: kind, code, place in the code; its message only when it cannot quote input. */
export function describeError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { type: typeof error };
  const fields = error as Error & Record<string, unknown>;
  const fromDatabase = typeof fields.severity === 'string';
  const quoting = fromDatabase || QUOTING_ERRORS.has(error.name) || error.constructor.name === 'ZodError';
  return {
    type: error.constructor.name,
    ...pick(fields, fromDatabase ? ['code', 'schema', 'table', 'column', 'constraint', 'routine'] : ['code']),
    ...(quoting ? {} : { message: error.message }),
    stack: frames(error),
    ...(error.cause === undefined ? {} : { cause: describeError(error.cause) }),
  };
}

/** The stack without its first lines, which repeat the message. */
function frames(error: Error): string {
  return (error.stack ?? '')
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .join('\n');
}

function pick(fields: Record<string, unknown>, names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(
    names.filter((name) => typeof fields[name] === 'string').map((name) => [name, fields[name]]),
  );
}
