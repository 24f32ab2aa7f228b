/** What a schema found wrong, in a field's path and a few words (CF-21): the app ships no message tables of its schema library. */
import type * as z from 'zod/mini';

export interface Malformed {
  /** Path of the first wrong field, dots between its parts; `body` for the whole. */
  readonly field: string;
  readonly reason: string;
}

type Issue = z.core.$ZodIssue;

function reasonOf(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return `expected ${issue.expected}`;
    case 'too_small':
      return `less than ${issue.minimum}`;
    case 'too_big':
      return `more than ${issue.maximum}`;
    case 'invalid_value':
      return `expected one of ${issue.values.join(', ')}`;
    case 'unrecognized_keys':
      return 'unknown field';
    case 'custom':
      return issue.message;
    default:
      return 'does not fit';
  }
}

/** The first of a schema's issues; an unknown field is named itself, not by the object it stands in. */
export function whyMalformed(issues: readonly Issue[]): Malformed {
  const issue = issues[0];
  if (!issue) return { field: 'body', reason: 'does not fit' };
  const path = issue.code === 'unrecognized_keys' ? [...issue.path, issue.keys[0] ?? ''] : issue.path;
  return { field: path.join('.') || 'body', reason: reasonOf(issue) };
}
