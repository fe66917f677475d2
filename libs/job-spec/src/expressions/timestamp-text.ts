const pattern = /^(\d{4})-(\d{2})-(\d{2})(?:[ T](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?)?Z?$/;

/**
 * `2024-05-01`, `2024-05-01 12:30`, `2024-05-01 12:30:15.250` (a `T` between, a `Z` at the end: allowed) as epoch milliseconds in UTC;
 * digits after the millisecond are cut. undefined for anything else, and for a day or time that does not exist.
 */
export function parseTimestampText(text: string): number | undefined {
  const match = pattern.exec(text.trim());
  if (!match) return undefined;
  const [year, month, day, hour, minute, second] = match
    .slice(1, 7)
    .map((digits: string | undefined) => Number(digits ?? 0));
  const milliseconds = Number((match[7] ?? '').slice(0, 3).padEnd(3, '0'));
  const date = new Date(0);
  date.setUTCFullYear(year ?? 0, (month ?? 0) - 1, day ?? 0);
  date.setUTCHours(hour ?? 0, minute ?? 0, second ?? 0, milliseconds);
  const exists = date.getUTCMonth() + 1 === month && date.getUTCDate() === day && date.getUTCHours() === hour;
  return exists && (minute ?? 0) < 60 && (second ?? 0) < 60 ? date.getTime() : undefined;
}

/** The farthest time from the epoch, in milliseconds, that a calendar date can be given for. */
export const timestampMax = 8.64e15;

/**
 * Epoch milliseconds as `2024-05-01 12:30:15.250`, in UTC. Years beyond 9999 or before 0 keep the sign and six digits of ISO 8601;
 * what no calendar date can be given for stays a number.
 */
export function formatTimestampText(epochMs: number): string {
  if (!(Math.abs(epochMs) <= timestampMax)) return String(epochMs);
  return new Date(epochMs).toISOString().slice(0, -1).replace('T', ' ');
}
