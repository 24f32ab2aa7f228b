/**
 * The shape a translation must have: every key of the Chinese texts, and the English singular beside a plural
 * (`rows_other` may have `rows_one`; Chinese has one form).
 */
export type Texts<T> = {
  readonly [K in keyof T]: T[K] extends string ? string : Texts<T[K]>;
} & {
  readonly [K in keyof T as K extends `${infer P}_other` ? `${P}_one` : never]?: string;
};
