/** Schemas of the events that a feed carries, unpacked: for the published interface description. */
import type { DomainEvent } from '../domain/event.ts';
import { ENTRY_EVENTS } from './eventSchemas/entries.ts';
import { HOUSEHOLD_EVENTS } from './eventSchemas/households.ts';
import { OFFICE_EVENTS } from './eventSchemas/office.ts';
import type { SchemasOf } from './eventSchemas/parts.ts';
import { SPENDING_EVENTS } from './eventSchemas/spending.ts';

/** One schema per type of event. The codes of Cases are those of held verdicts. */
export const EVENT_SCHEMAS = {
  ...HOUSEHOLD_EVENTS,
  ...ENTRY_EVENTS,
  ...SPENDING_EVENTS,
  ...OFFICE_EVENTS,
} satisfies SchemasOf<DomainEvent['type']>;
