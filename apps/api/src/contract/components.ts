import { z } from 'zod';
import { requestSchemas, responseSchemas } from './named-schema.ts';

type Json = Readonly<Record<string, unknown>>;
type Components = Readonly<Record<string, Json>>;

const prefix = '#/components/schemas/';

/** All named schemas of the document, in an order that no import changes. */
export function componentSchemas(): Components {
  const answers = schemasOf(responseSchemas, 'output');
  const requests = schemasOf(requestSchemas, 'input');
  const all = withTitles({ ...answers, ...withoutTwins(requests, answers) });
  return Object.fromEntries(Object.entries(all).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Titles the members of a union with what tells them apart: Swagger UI lists them by title, or else by number. */
function withTitles(components: Components): Components {
  const mappings = Object.values(components).flatMap(({ discriminator }) =>
    isDiscriminator(discriminator) ? Object.entries(discriminator.mapping) : [],
  );
  const titles = Object.fromEntries(mappings.map(([value, reference]) => [reference.slice(prefix.length), value]));
  return Object.fromEntries(
    Object.entries(components).map(([name, schema]) => {
      const { [name]: value } = titles;
      if (value === undefined) return [name, schema];
      // Generators name their classes by title: what is answered must not share that of what is written.
      const title = `${name}Input` in components ? `${value} (stored)` : value;
      return [name, { title, ...schema }];
    }),
  );
}

interface Discriminator {
  readonly propertyName: string;
  readonly mapping: Readonly<Record<string, string>>;
}

function isDiscriminator(value: unknown): value is Discriminator {
  return typeof value === 'object' && value !== null && 'mapping' in value;
}

/**
 * The requests without those `<Name>Input` that say the same as the answer `<Name>`; what refers to one then refers to the other. A
 * part is the same as its twin when it is so in all that it refers to: each round finds those one level higher.
 */
function withoutTwins(requests: Components, answers: Components): Components {
  let rest = requests;
  for (;;) {
    const twins = Object.keys(rest).filter((name) => isTwin(rest[name], answers[name.replace(/Input$/, '')]));
    if (twins.length === 0) return rest;
    rest = Object.fromEntries(
      Object.entries(rest)
        .filter(([name]) => !twins.includes(name))
        .map(([name, schema]) => [name, referringTo(schema, twins)]),
    );
  }
}

function isTwin(request: Json | undefined, answer: Json | undefined): boolean {
  return answer !== undefined && JSON.stringify(request) === JSON.stringify(answer);
}

function referringTo(schema: Json, twins: readonly string[]): Json {
  const text = JSON.stringify(schema).replaceAll(/"#\/components\/schemas\/(\w+)"/g, (reference, name: string) =>
    twins.includes(name) ? `"${prefix}${name.replace(/Input$/, '')}"` : reference,
  );
  return JSON.parse(text) as Json;
}

function schemasOf(registry: z.core.$ZodRegistry<{ id: string }>, io: 'input' | 'output'): Components {
  const { schemas } = z.toJSONSchema(registry, {
    uri: (id) => `${prefix}${id}`,
    io,
    unrepresentable: 'any',
    override: (node) => {
      nameDiscriminator(node);
      if (io === 'output') withoutSafeBounds(node.jsonSchema);
    },
  });
  return Object.fromEntries(
    Object.entries(schemas).map(([name, { $schema, $id, ...schema }]) => [name, schema satisfies Json]),
  );
}

/** OpenAPI's words for which of several objects a value is, where the constant of one field tells them apart. */
function nameDiscriminator({ zodSchema, jsonSchema }: { zodSchema: z.core.$ZodTypes; jsonSchema: Json }): void {
  const { def } = zodSchema._zod;
  const { oneOf } = jsonSchema;
  if (def.type !== 'union' || !('discriminator' in def) || !Array.isArray(oneOf)) return;
  const propertyName = String(def.discriminator);
  const mapping = def.options.flatMap((option, index) => {
    const values = option._zod.propValues?.[propertyName] ?? [];
    const { $ref } = oneOf[index] as { $ref: string };
    return [...values].map((value): [string, string] => [String(value), $ref]);
  });
  const discriminator: Discriminator = { propertyName, mapping: Object.fromEntries(mapping) };
  Object.assign(jsonSchema, { discriminator });
}

/** What the API answers is within the safe integers anyway; said at every count, these bounds become the examples that a reader sees. */
function withoutSafeBounds(schema: { minimum?: number | undefined; maximum?: number | undefined }): void {
  if (schema.minimum === Number.MIN_SAFE_INTEGER) delete schema.minimum;
  if (schema.maximum === Number.MAX_SAFE_INTEGER) delete schema.maximum;
}
