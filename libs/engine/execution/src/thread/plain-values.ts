/**
 * Values of a log line as plain data that crosses between threads. An error is its message; what JSON cannot say (a function, a
 * bigint, a circle) is its text: a log line never fails the work it tells of.
 */
export function plainValues(values: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, plainValue(value)]));
}

function plainValue(value: unknown): unknown {
  if (value instanceof Error) return value.message;
  try {
    // Undefined for a function or a symbol, whatever its type says.
    const json = JSON.stringify(value ?? null) as string | undefined;
    return json === undefined ? String(value) : (JSON.parse(json) as unknown);
  } catch {
    return String(value);
  }
}
