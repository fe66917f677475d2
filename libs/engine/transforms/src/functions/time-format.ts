import { timestampMax, type TimeFormatLetter, type TimeFormatPart } from '@weir/job-spec';
import {
  civilOf,
  dayIn,
  dayMs,
  dayOf,
  daysFromCivil,
  daysInMonth,
  monthIn,
  weekdayOf,
  yearIn,
} from './time-calendar.ts';

const months = [
  'January', 'February', 'March', 'April', 'May', 'June',
  'July', 'August', 'September', 'October', 'November', 'December',
] as const; // prettier-ignore
const weekdays = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] as const;

/** A time as text, as java.time.format.DateTimeFormatter writes it in English. */
export function formatTime(epochMs: number, parts: readonly TimeFormatPart[]): string {
  let text = '';
  for (const part of parts) text += part.kind === 'text' ? part.text : formatField(epochMs, part.letter, part.count);
  return text;
}

function formatField(epochMs: number, letter: TimeFormatLetter, count: number): string {
  const days = dayOf(epochMs);
  const civil = civilOf(days);
  const inDay = epochMs - days * dayMs;
  const hour = Math.floor(inDay / 3_600_000);
  switch (letter) {
    case 'y':
      return formatYear(yearIn(civil) > 0 ? yearIn(civil) : 1 - yearIn(civil), count);
    case 'u':
      return formatYear(yearIn(civil), count);
    case 'M':
    case 'L':
      return named(months, monthIn(civil) - 1, count) ?? padded(monthIn(civil), count);
    case 'd':
      return padded(dayIn(civil), count);
    case 'D':
      return padded(days - daysFromCivil(yearIn(civil), 1, 1) + 1, count);
    case 'E':
      return named(weekdays, weekdayOf(days) - 1, Math.max(3, count)) ?? '';
    case 'Q':
      return padded(Math.floor((monthIn(civil) + 2) / 3), count);
    case 'a':
      return hour < 12 ? 'AM' : 'PM';
    case 'H':
      return padded(hour, count);
    case 'k':
      return padded(hour === 0 ? 24 : hour, count);
    case 'h':
      return padded(hour % 12 === 0 ? 12 : hour % 12, count);
    case 'K':
      return padded(hour % 12, count);
    case 'm':
      return padded(Math.floor(inDay / 60_000) % 60, count);
    case 's':
      return padded(Math.floor(inDay / 1_000) % 60, count);
    case 'S':
      return String(inDay % 1_000)
        .padStart(3, '0')
        .padEnd(9, '0')
        .slice(0, count);
  }
}

function formatYear(year: number, count: number): string {
  if (count === 2) return padded(((year % 100) + 100) % 100, 2);
  const digits = padded(Math.abs(year), count);
  return year < 0 ? `-${digits}` : year > 9999 && count >= 4 ? `+${digits}` : digits;
}

/** `Jan` for three letters, `January` for four; undefined for fewer, which are a number. */
function named(names: readonly string[], index: number, count: number): string | undefined {
  if (count < 3) return undefined;
  return count === 3 ? names[index]?.slice(0, 3) : names[index];
}

function padded(value: number, count: number): string {
  return String(value).padStart(count, '0');
}

/** What fields have said of a time. */
interface Fields {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
  millisecond: number;
  /** Of twelve hours; undefined when none was read. */
  half: number | undefined;
  isAfternoon: boolean | undefined;
}

/** The time that a text in a format stands for, in UTC; undefined when it stands for none, or something is left over. */
export function parseTime(text: string, parts: readonly TimeFormatPart[]): number | undefined {
  const fields: Fields = {
    year: 1970, month: 1, day: 1, hour: 0, minute: 0, second: 0, millisecond: 0, half: undefined, isAfternoon: undefined,
  }; // prettier-ignore
  let at = 0;
  for (const [index, part] of parts.entries()) {
    if (part.kind === 'text') {
      if (!text.startsWith(part.text, at)) return undefined;
      at += part.text.length;
      continue;
    }
    const next = parts[index + 1];
    const read = readField(text, at, { part, isLast: next?.kind !== 'field' });
    if (read === undefined || !take(fields, part.letter, read)) return undefined;
    at += read.length;
  }
  return at === text.length ? timeOf(fields) : undefined;
}

interface FieldToRead {
  readonly part: Extract<TimeFormatPart, { kind: 'field' }>;
  /** No field of digits follows at once, so that this one may take as many as there are. */
  readonly isLast: boolean;
}

const shapes: ReadonlyMap<string, RegExp> = new Map([
  ['names', /[A-Za-z]+/y],
  ['half', /[AaPp][Mm]/y],
]);

function readField(text: string, at: number, { part, isLast }: FieldToRead): string | undefined {
  const { letter, count } = part;
  if (letter === 'a') return matchAt(shapes.get('half'), text, at);
  if (letter === 'E' || ((letter === 'M' || letter === 'L') && count >= 3))
    return matchAt(shapes.get('names'), text, at);
  return matchAt(digitsOf(letter, count, isLast), text, at);
}

function digitsOf(letter: TimeFormatLetter, count: number, isLast: boolean): RegExp {
  const isYear = letter === 'y' || letter === 'u';
  if (letter === 'S' || count === 2 || !isLast) return new RegExp(`\\d{${count}}`, 'y');
  if (isYear) return new RegExp(count === 4 ? '[+-]?\\d{4,9}' : `[+-]?\\d{${count},9}`, 'y');
  return new RegExp(`\\d{${count},${Math.max(2, count)}}`, 'y');
}

function matchAt(pattern: RegExp | undefined, text: string, at: number): string | undefined {
  if (pattern === undefined) return undefined;
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}

/** Takes a field in; false when it has no such value. */
function take(fields: Fields, letter: TimeFormatLetter, text: string): boolean {
  const value = Number(text);
  switch (letter) {
    case 'y':
    case 'u':
      fields.year = text.length === 2 ? 2000 + value : value;
      return true;
    case 'M':
    case 'L':
      fields.month = Number.isNaN(value) ? monthNamed(text) : value;
      return fields.month >= 1 && fields.month <= 12;
    case 'd':
      fields.day = value;
      return value >= 1 && value <= 31;
    case 'E':
      return weekdays.some((name) => isNamed(name, text));
    case 'H':
    case 'k':
      fields.hour = letter === 'k' && value === 24 ? 0 : value;
      return value <= (letter === 'k' ? 24 : 23);
    case 'h':
    case 'K':
      fields.half = value % 12;
      return letter === 'h' ? value >= 1 && value <= 12 : value <= 11;
    case 'm':
      fields.minute = value;
      return value <= 59;
    case 's':
      fields.second = value;
      return value <= 59;
    case 'S':
      fields.millisecond = Number(text.slice(0, 3).padEnd(3, '0'));
      return true;
    case 'a':
      fields.isAfternoon = /^p/i.test(text);
      return true;
    case 'D':
    case 'Q':
      // Days of a year and quarters are written, not read.
      return false;
  }
}

function monthNamed(text: string): number {
  return months.findIndex((name) => isNamed(name, text)) + 1;
}

function isNamed(name: string, text: string): boolean {
  return text === name || text === name.slice(0, 3);
}

function timeOf(fields: Fields): number | undefined {
  const { year, month, minute, second, millisecond, half, isAfternoon } = fields;
  if (isAfternoon !== undefined && half === undefined) return undefined;
  if (half !== undefined && isAfternoon === undefined) return undefined;
  const hour = half === undefined ? fields.hour : half + (isAfternoon === true ? 12 : 0);
  // A day that the month has not becomes its last, as java.time resolves it.
  const day = Math.min(fields.day, daysInMonth(year, month));
  const time = daysFromCivil(year, month, day) * dayMs + hour * 3_600_000 + minute * 60_000 + second * 1_000;
  return Math.abs(time) < timestampMax ? time + millisecond : undefined;
}
