import { parseTimeFormat, parseTimestampText, timestampMax, type TimeFormatPart } from '@weir/job-spec';
import type { FunctionArguments } from './function-arguments.ts';
import { NULL, toDouble, toText, VALUE } from './function-kernel.ts';
import { formatTime, parseTime } from './time-format.ts';
import { ZoneClock } from './time-zone.ts';

// Functions between times and texts.

const dateTime: readonly TimeFormatPart[] = formatOf('yyyy-MM-dd HH:mm:ss') ?? [];

export const dateFormat = toText((given) => {
  const [time, format] = [given.number(0), formatAt(given, 1)];
  return (row, out) => {
    const parts = format(row);
    if (parts === null) return NULL;
    out.write(formatTime(time.at(row), parts));
    return VALUE;
  };
});

export const toTimestamp = toDouble((given) => {
  const [text, format] = [given.text(0), formatAt(given, 1)];
  return (row, out) => {
    const parts = format(row);
    const value = parts === null ? undefined : readTime(text.text(row), given.count > 1 ? parts : null);
    if (value === undefined) return NULL;
    out[row] = value;
    return VALUE;
  };
});

export const unixTimestamp = toDouble((given) => {
  const [text, format] = [given.text(0), formatAt(given, 1)];
  return (row, out) => {
    const parts = format(row);
    const value = parts === null ? undefined : parseTime(text.text(row), parts);
    if (value === undefined) return NULL;
    out[row] = Math.floor(value / 1_000);
    return VALUE;
  };
});

export const fromUnixtime = toText((given) => {
  const [seconds, format] = [given.number(0), formatAt(given, 1)];
  return (row, out) => {
    const [parts, time] = [format(row), seconds.at(row) * 1_000];
    if (parts === null || Math.abs(time) > timestampMax) return NULL;
    out.write(formatTime(time, parts));
    return VALUE;
  };
});

const ofEpoch = toDouble((given) => {
  const [epoch, precision] = [given.number(0), given.count > 1 ? given.number(1) : null];
  return (row, out) => {
    const digits = precision === null ? 3 : precision.at(row);
    if (digits !== 0 && digits !== 3) return NULL;
    out[row] = digits === 0 ? epoch.at(row) * 1_000 : epoch.at(row);
    return Math.abs(out[row]) <= timestampMax ? VALUE : NULL;
  };
});

const ofZonedText = toDouble((given) => {
  const [text, format, zone] = [given.text(0), formatAt(given, 1), given.count > 2 ? given.text(2) : null];
  const clock = new ZoneClock();
  return (row, out) => {
    const parts = format(row);
    const local = parts === null ? undefined : readTime(text.text(row), given.count > 1 ? parts : null);
    const value = local === undefined || zone === null ? local : clock.toUtc(local, zone.text(row));
    if (value === undefined) return NULL;
    out[row] = value;
    return VALUE;
  };
});

export const toTimestampLtz: typeof ofEpoch = (compiler, call, operands) =>
  (call.arguments[0]?.type === 'STRING' ? ofZonedText : ofEpoch)(compiler, call, operands);

export const convertTz = toText((given) => {
  const [text, from, to] = [given.text(0), given.text(1), given.text(2)];
  const clock = new ZoneClock();
  return (row, out) => {
    const local = parseTime(text.text(row), dateTime);
    const utc = local === undefined ? undefined : clock.toUtc(local, from.text(row));
    const value = utc === undefined ? undefined : clock.toLocal(utc, to.text(row));
    if (value === undefined) return NULL;
    out.write(formatTime(value, dateTime));
    return VALUE;
  };
});

/** `parts` null: as CAST reads it. */
function readTime(text: string, parts: readonly TimeFormatPart[] | null): number | undefined {
  return parts === null ? parseTimestampText(text) : parseTime(text, parts);
}

/** The format of a row; null when there is no such format. */
function formatAt(given: FunctionArguments, place: number): (row: number) => readonly TimeFormatPart[] | null {
  if (given.count <= place) return () => dateTime;
  const format = given.text(place);
  const last = { text: '', parts: formatOf('') };
  return (row) => {
    const text = format.text(row);
    if (text !== last.text) Object.assign(last, { text, parts: formatOf(text) });
    return last.parts;
  };
}

function formatOf(text: string): readonly TimeFormatPart[] | null {
  const parsed = parseTimeFormat(text);
  return 'problem' in parsed ? null : parsed;
}
