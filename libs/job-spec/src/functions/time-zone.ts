/** An offset as Flink's zones may be written: `GMT+2`, `UTC-05:30`, `+02:00`. */
const offsetZone = /^(?:GMT|UTC)?([+-])(\d{1,2})(?::?(\d{2}))?$/;

/** Whether a text names a time zone: UTC, an offset, or a name of the IANA database. */
export function isTimeZone(zone: string): boolean {
  if (zoneOffsetMs(zone) !== undefined) return true;
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return !/^[+-]/.test(zone);
  } catch {
    // Intl throws a RangeError for a name that it does not know: that is the question.
    return false;
  }
}

/** The offset in milliseconds of a zone that is one, UTC among them; undefined for a zone of a place. */
export function zoneOffsetMs(zone: string): number | undefined {
  if (zone === 'UTC' || zone === 'GMT' || zone === 'Z') return 0;
  const match = offsetZone.exec(zone);
  if (!match) return undefined;
  const [hours, minutes] = [Number(match[2]), Number(match[3] ?? 0)];
  if (hours > 18 || minutes > 59) return undefined;
  return (match[1] === '-' ? -1 : 1) * (hours * 60 + minutes) * 60_000;
}
