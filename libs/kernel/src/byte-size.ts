const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'] as const;
const pattern = /^(\d{1,15}(?:\.\d{1,6})?)\s*(b|kb|kib|mb|mib|gb|gib|tb|tib)?$/i;

/** `"64 MiB"`, `"5mb"` (powers of 1024 either way, as in Flink), `"1000"` as bytes; undefined for anything else. */
export function parseByteSize(text: string): number | undefined {
  const match = pattern.exec(text.trim());
  if (!match) return undefined;
  const power = ['b', 'k', 'm', 'g', 't'].indexOf((match[2] ?? 'b').charAt(0).toLowerCase());
  const bytes = Math.round(Number(match[1]) * 1024 ** power);
  return Number.isSafeInteger(bytes) ? bytes : undefined;
}

/** Bytes for people: `512 B`, `1.30 MiB`. */
export function formatByteSize(bytes: number): string {
  let value = bytes;
  let unit = 0;
  // From 1023.995 on two digits behind the point would round up to a whole unit more.
  while (value >= (unit === 0 ? 1024 : 1023.995) && unit < units.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return unit === 0 ? `${value} B` : `${value.toFixed(2)} ${units[unit]}`;
}
