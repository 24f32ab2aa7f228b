import * as z from 'zod/mini';
import { ProblemError } from '../http/base-problem.ts';
import type { AnyJobKind, JobKind } from './jobKind.ts';

/** A kind for the list of all: its input is parsed when it is asked for and again when it runs. */
export function anyJobKind<Input>(kind: JobKind<Input>): AnyJobKind {
  const parsed = (raw: unknown): Input => {
    const read = z.safeParse(kind.input, raw);
    if (read.success) return read.data;
    const errors = read.error.issues.map(({ path, message }) => ({
      path: ['/body/input', ...path].join('/'),
      message,
    }));
    throw new ProblemError('invalid', { errors });
  };
  const { kind: name, roles, whenCutOff } = kind;
  return {
    kind: name,
    roles,
    whenCutOff,
    read: (raw) => {
      const input = parsed(raw);
      return { input, village: kind.villageOf(input) };
    },
    run: (job) => kind.run({ ...job, input: parsed(job.input) }),
  };
}
