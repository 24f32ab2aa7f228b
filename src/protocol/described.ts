import * as z from 'zod/mini';

/** A schema for every field of a type, also for those that may be absent: a field that is added must be described to compile. */
type Shape<T> = { readonly [F in keyof T]-?: z.ZodMiniType };

/** An object schema that describes all of a type's fields: `described<Entry>()({ … })`. */
export function described<T>() {
  return <S extends Shape<T>>(shape: S) => z.object(shape);
}
