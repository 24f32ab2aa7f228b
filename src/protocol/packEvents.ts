/** Feed events as columns per type. Entries and redemptions lie flat, so that their fields become columns. */
import type { DomainEvent } from '../domain/event.ts';
import { type Grouped, packGrouped, unpackGrouped } from './grouped.ts';

const NESTED = {
  'entry.recorded': 'entry',
  'redemption.recorded': 'redemption',
  'reservation.made': 'reservation',
} as const;
const INNER = 'e.';
const NULL_FIELD = '~';

function nestedField(type: string): string | undefined {
  return type in NESTED ? NESTED[type as keyof typeof NESTED] : undefined;
}

/** Packs events in their order. */
export function packEvents(events: readonly DomainEvent[]): Grouped {
  return packGrouped(
    events.map((event) => {
      const fields: Record<string, unknown> = {};
      const nested = nestedField(event.type);
      for (const [name, value] of Object.entries(event)) {
        if (name === 'type' || value === undefined) continue;
        if (name === nested) for (const [k, v] of Object.entries(value as object)) fields[INNER + k] = v;
        else if (value === null) fields[NULL_FIELD + name] = 1;
        else fields[name] = value;
      }
      return { type: event.type, fields };
    }),
  );
}

/** The events again. The answer of the own server is trusted to be well formed once its columns fit. */
export function unpackEvents(input: unknown): DomainEvent[] {
  return unpackGrouped(input).map(({ type, fields }) => {
    const event: Record<string, unknown> = { type };
    const nested = nestedField(type);
    const inner: Record<string, unknown> = {};
    for (const [name, value] of Object.entries(fields)) {
      if (name.startsWith(INNER)) inner[name.slice(INNER.length)] = value;
      else if (name.startsWith(NULL_FIELD)) event[name.slice(NULL_FIELD.length)] = null;
      else event[name] = value;
    }
    if (nested !== undefined) event[nested] = inner;
    return event as unknown as DomainEvent;
  });
}
