/** What schemas of events are made of. */
import * as z from 'zod/mini';
import type { DomainEvent } from '../../domain/event.ts';

export type EventOf<T extends DomainEvent['type']> = Extract<DomainEvent, { type: T }>;
export type ItemType<T> = z.ZodMiniType<T>;

export const listOf = <T>(item: ItemType<T>) => z.readonly(z.array(item));
export const text = z.string();
export const whole = z.int();
/** An instant, ms since 1970. */
export const instant = z.int();
export const day = z.string().check(z.regex(/^\d{4}-\d{2}-\d{2}$/));

/** The schemas of some events, one per type. */
export type SchemasOf<T extends DomainEvent['type']> = { [K in T]: ItemType<OpenCodes<EventOf<K>>> };

/** A closed list of codes is open to newer servers. */
type OpenCodes<E> = { readonly [F in keyof E]: F extends 'code' ? string : E[F] };
