/** Every planted bug. */
import type { Bug } from './bug.ts';
import { CLIENT_BUGS } from './clientBugs.ts';
import { SERVER_BUGS } from './serverBugs.ts';

export const BUGS: readonly Bug[] = [...CLIENT_BUGS, ...SERVER_BUGS];
