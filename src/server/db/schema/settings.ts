/** Rules and policies as they were published. */
import type { Policy } from '../../../domain/policy.ts';
import type { Rule } from '../../../domain/rule.ts';
import type { Json } from './columns.ts';

export interface RuleVersionTable {
  town: string;
  /** Empty text: the town framework. */
  village: string;
  version: number;
  effective_from: string;
  rules: Json<Rule[]>;
}

export interface PolicyTable {
  town: string;
  /** Empty text: the whole town. */
  village: string;
  policy: Json<{ readonly [K in keyof Policy]?: Policy[K] | undefined }>;
}
