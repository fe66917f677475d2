type Schema = Record<string, unknown>;

/**
 * What generators of clients need beside a true schema: 64 bits for every number (a 32-bit float holds epoch milliseconds in steps of two
 * minutes), constants as enumerations of one, defaults only where a plain type stands beside them, and no pattern that repeats a format
 * or that engines without surrogates refuse.
 */
export function forGenerators<T>(document: T): T {
  return JSON.parse(JSON.stringify(document), (_name, node: unknown) => {
    if (typeof node !== 'object' || node === null || Array.isArray(node)) return node;
    const schema = node as Schema;
    if (schema['format'] === 'uuid') delete schema['pattern'];
    if (typeof schema['pattern'] === 'string')
      schema['pattern'] = schema['pattern'].replaceAll(String.raw`\ud800-\udfff`, '');
    if (schema['format'] === undefined && schema['type'] === 'integer') schema['format'] = 'int64';
    if (schema['format'] === undefined && schema['type'] === 'number') schema['format'] = 'double';
    if (typeof schema['const'] === 'string') tellConstant(schema, schema['const']);
    if (schema['default'] !== undefined && ('anyOf' in schema || '$ref' in schema)) tellDefault(schema);
    return schema;
  }) as T;
}

/** Generators compare an enumeration, and pass over `const`: which of several objects a value is they would not know. */
function tellConstant(schema: Schema, value: string): void {
  delete schema['const'];
  schema['enum'] = [value];
  schema['description'] ??= `Always \`${value}\`.`;
}

/** A default of a union or of another part is written by generators as if it were of any one type, which does not compile. */
function tellDefault(schema: Schema): void {
  const text = `By default \`${JSON.stringify(schema['default'])}\`.`;
  delete schema['default'];
  schema['description'] = typeof schema['description'] === 'string' ? `${schema['description']} ${text}` : text;
}
