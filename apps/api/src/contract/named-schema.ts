import { z } from 'zod';

/** Schemas of what the API answers: described as they are after parsing (defaults are present). */
export const responseSchemas = z.registry<{ id: string }>();
/** Schemas of what the API takes: described as a caller writes them (defaults are optional). */
export const requestSchemas = z.registry<{ id: string }>();

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

/** A page of a list: `nextCursor` is null on the last page. */
export function pageOf<S extends z.ZodType>(
  id: string,
  item: S,
): z.ZodObject<{ items: z.ZodArray<S>; nextCursor: z.ZodNullable<z.ZodString> }> {
  return response(id, z.object({ items: z.array(item), nextCursor: z.string().nullable() }));
}
