import { z } from 'zod';

/** Schemas of what the API answers: described as they are after parsing (defaults are present). */
export const responseSchemas = z.registry<{ id: string }>();
/** Schemas of what the API takes: described as a caller writes them (defaults are optional). */
export const requestSchemas = z.registry<{ id: string }>();

const describedBy = new WeakMap<z.ZodType, string>();

/** Gives a response schema its name in openapi.json. */
export function response<S extends z.ZodType>(id: string, schema: S): S {
  responseSchemas.add(schema, { id });
  return schema;
}

/** Gives a request schema its name in openapi.json. */
export function request<S extends z.ZodType>(id: string, schema: S): S {
  requestSchemas.add(schema, { id });
  return schema;
}

/**
 * A request schema that takes more than openapi.json says with the request named `id`: the use case behind it judges the content, and
 * answers with diagnostics where a schema would only refuse.
 */
export function requestDescribedBy<S extends z.ZodType>(id: string, accepted: S): S {
  describedBy.set(accepted, id);
  return accepted;
}

/** The name under which openapi.json describes a request; undefined: it has none. */
export function requestName(schema: z.ZodType): string | undefined {
  return describedBy.get(schema) ?? requestSchemas.get(schema)?.id;
}

/** Of every list that runs by cursor. */
export const nextCursor = z.string().nullable().describe('What the next page is asked for with; null on the last.');

/** A page of a list: `nextCursor` is null on the last page. */
export function pageOf<S extends z.ZodType>(
  id: string,
  item: S,
): z.ZodObject<{ items: z.ZodArray<S>; nextCursor: z.ZodNullable<z.ZodString> }> {
  return response(
    id,
    z
      .object({ items: z.array(item).describe('The items of this page, in the order of the list.'), nextCursor })
      .describe('A page of a list.'),
  );
}
