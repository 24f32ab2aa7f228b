/** zod schemas as JSON Schema 2020-12, the dialect of OpenAPI 3.1; published ones are components that others point at. */
import { z } from 'zod';
import type { $ZodType } from 'zod/v4/core';
import { PUBLISHED } from './published.ts';

type JsonSchema = Readonly<Record<string, unknown>>;

const COMPONENTS = '#/components/schemas/';
const registry = z.registry<{ id: string }>();
for (const [id, schema] of Object.entries(PUBLISHED)) registry.add(schema, { id });

const OPTIONS = {
  // What is read: an answer may have fields that this version does not know, and says nothing of them.
  io: 'input',
  metadata: registry,
  unrepresentable: 'any',
  uri: (id: string) => `${COMPONENTS}${id}`,
  override: ({ jsonSchema }: { jsonSchema: Record<string, unknown> }) => {
    // Said of every list that the code must not change, and of every whole number: nothing a reader needs.
    delete jsonSchema.readOnly;
    if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
    if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
  },
} as const;

/** The JSON Schema of a route's part; a published schema is named, not repeated. */
export function jsonSchemaOf(schema: $ZodType): JsonSchema {
  const id = registry.get(schema)?.id;
  if (id !== undefined) return { $ref: `${COMPONENTS}${id}` };
  const { $schema, $defs, ...json } = z.toJSONSchema(schema, OPTIONS);
  return JSON.parse(JSON.stringify(json).replaceAll('"#/$defs/', `"${COMPONENTS}`)) as JsonSchema;
}

/** Every published schema by its name. */
export function componentSchemas(): Readonly<Record<string, JsonSchema>> {
  const { schemas } = z.toJSONSchema(registry, OPTIONS);
  return Object.fromEntries(Object.entries(schemas).map(([name, { $schema, $id, ...json }]) => [name, json]));
}
