/**
 * What generators of clients need beside a true schema: 64 bits for every number (a 32-bit float holds epoch milliseconds in steps of two
 * minutes), and no pattern that repeats a format or that engines without surrogates refuse.
 */
export function forGenerators<T>(document: T): T {
  return JSON.parse(JSON.stringify(document), (_name, node: unknown) => {
    if (typeof node !== 'object' || node === null || Array.isArray(node)) return node;
    const schema = node as Record<string, unknown>;
    if (schema['format'] === 'uuid') delete schema['pattern'];
    if (typeof schema['pattern'] === 'string')
      schema['pattern'] = schema['pattern'].replaceAll(String.raw`\ud800-\udfff`, '');
    if (schema['format'] === undefined && schema['type'] === 'integer') schema['format'] = 'int64';
    if (schema['format'] === undefined && schema['type'] === 'number') schema['format'] = 'double';
    return schema;
  }) as T;
}
