/** What the office reads of the town's and the villages' rules and policies, and a draft tried on what was recorded. */
import * as z from 'zod/mini';
import { isDay } from '../domain/calendar.ts';
import { OVERLAY_PROBLEMS } from '../domain/overlay.ts';
import type { Policy } from '../domain/policy.ts';
import type { Rule } from '../domain/rule.ts';
import { policyFieldsSchema } from './opBodies/policy.ts';
import { RULES_MAX, ruleSchema } from './opBodies/rules.ts';

/** Households of one page of a trial. */
export const TRIAL_PAGE_ROWS = 50;
/** A trial looks at this many days at most. */
export const TRIAL_DAYS_MAX = 190;

const count = z.int().check(z.gte(0));
const day = z.string().check(z.refine((s) => isDay(s), 'not a day'));
/** A village's code; null: the town. */
const place = z.nullable(z.string().check(z.minLength(1), z.maxLength(10)));
const version = z.int().check(z.gte(1), z.lte(100_000));

const item = ruleSchema as z.ZodMiniType<Rule>;

const outsideSchema = z.object({
  village: z.string(),
  version,
  framework: version,
  from: day,
  problems: z.array(
    z.object({
      item: z.string(),
      field: z.enum(['code', 'category', 'title', 'kind', 'shape', 'cap', 'enabled'] as const),
      code: z.enum(OVERLAY_PROBLEMS),
      limit: z.exactOptional(count),
    }),
  ),
});

/** Every version of the scope by number, without its items: the town first, then the villages by code. */
export const rulesBookSchema = z.object({
  today: day,
  bounds: z.object({ villageItemMaxPoints: count, villagePlusItemsMax: count, villageMinusItemsMax: count }),
  places: z.array(
    z.object({
      /** Null: the town's framework. */
      village: place,
      name: z.string(),
      versions: z.array(z.object({ version, effectiveFrom: day, items: count, off: count })),
    }),
  ),
  /** Overlays outside of the town's bounds, today or from a day that is known (RU-3). */
  outside: z.array(outsideSchema),
});
export type RulesBook = z.infer<typeof rulesBookSchema>;

export const ruleVersionRequestSchema = z.object({ village: place, version });
/** One version; `framework` is what an overlay of its day stands on, empty for the framework itself. */
export const ruleVersionResponseSchema = z.object({
  ...{ village: place, version, effectiveFrom: day },
  rules: z.array(item),
  framework: z.array(item),
});
export type RuleVersionResponse = z.infer<typeof ruleVersionResponseSchema>;

/** The items on which a new overlay of a day would stand. */
export const frameworkRequestSchema = z.object({ day });
export const frameworkResponseSchema = z.object({ version: count, rules: z.array(item) });
export type FrameworkResponse = z.infer<typeof frameworkResponseSchema>;

/** The items of a village on a day, its overlay over the framework; those that were off too. */
export const rulesInForceRequestSchema = z.object({ village: z.string().check(z.minLength(1), z.maxLength(10)), day });
export const rulesInForceSchema = z.object({ day, rules: z.array(item) });
export type RulesInForce = z.infer<typeof rulesInForceSchema>;

export const ruleSheetRequestSchema = z.object({ ...{ village: place, version }, language: z.enum(['zh', 'en']) });

export const ruleTrialRequestSchema = z.object({
  /** Whose draft it is. */
  village: place,
  effectiveFrom: day,
  rules: z.array(item).check(z.maxLength(RULES_MAX)),
  /** Deed dates of the entries, both included. */
  from: day,
  to: day,
  /** Households of this village alone. */
  within: place,
  cursor: z.nullable(z.string().check(z.maxLength(60))),
});
export type RuleTrialRequest = z.infer<typeof ruleTrialRequestSchema>;

/** A draft of the framework: which overlays it would leave outside. */
export const outsideRequestSchema = z.object({
  effectiveFrom: day,
  rules: z.array(item).check(z.maxLength(RULES_MAX)),
});
export const outsideResponseSchema = z.object({ outside: z.array(outsideSchema) });
export type OutsideResponse = z.infer<typeof outsideResponseSchema>;

const figures = { entries: count, before: z.int(), after: z.int() };
export const ruleTrialResponseSchema = z.object({
  households: z.array(z.object({ household: z.string(), head: z.string(), village: z.string(), ...figures })),
  /** Null on the last page. */
  cursor: z.nullable(z.string()),
  /** With the first page only. */
  totals: z.nullable(
    z.object({
      ...figures,
      households: count,
      changed: count,
      rules: z.array(
        z.object({
          rule: z.string(),
          ...figures,
          /** Of the entries: of an item that is off or gone; beyond the cap, wholly or in part; outside of the range and counted at its
           * nearest end; of a level or amount that the item does not have. */
          ...{ off: count, capped: count, outside: count, none: count },
        }),
      ),
    }),
  ),
});
export type RuleTrial = z.infer<typeof ruleTrialResponseSchema>;

/** What each place has set by itself: the town first, then the villages in the session's scope. */
export const policiesSchema = z.object({
  places: z.array(
    z.object({
      village: place,
      name: z.string(),
      own: z.partial(policyFieldsSchema) as z.ZodMiniType<Partial<Policy>>,
    }),
  ),
});
export type PoliciesResponse = z.infer<typeof policiesSchema>;
