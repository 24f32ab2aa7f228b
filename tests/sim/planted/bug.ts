import type { Patch } from '../bundle.ts';

/** A bug as somebody could have written it, planted into the product's source for one run. */
export interface Bug {
  readonly name: string;
  /** What it means to people. */
  readonly means: string;
  /** The check that alone sees it: what `--matrix` looks at. */
  readonly only?: string;
  readonly patches: readonly Patch[];
}
