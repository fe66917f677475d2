import { formatDuration as kernelDuration } from '@weir/kernel';

/** What stands where a figure does not exist (yet). Never a zero that nobody measured. */
export const absent = '–';

const locale = 'en-GB';
const whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
const compact = new Intl.NumberFormat(locale, { notation: 'compact', maximumSignificantDigits: 3 });
const small = new Intl.NumberFormat(locale, { maximumSignificantDigits: 3 });
const tiny = new Intl.NumberFormat(locale, { maximumSignificantDigits: 2 });
const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 });
const clockTime = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', second: '2-digit' });
const dayTime = new Intl.DateTimeFormat(locale, {
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
});
const fullTime = new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeStyle: 'long' });

/** A count in full: `12,345`. */
export function formatCount(value: number): string {
  return whole.format(value);
}

/** Rows per second, short: `1.2M/s`, `0.5/s`. */
export function formatRate(perSecond: number): string {
  return `${perSecond >= 1_000 ? compact.format(perSecond) : small.format(perSecond)}/s`;
}

/** A share of time, 0 to 1, as whole percent. */
export function formatShare(ratio: number): string {
  return percent.format(ratio);
}

const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'] as const;

/** Bytes with three significant digits in powers of 1024: `512 B`, `1.3 MiB`. */
export function formatBytes(bytes: number): string {
  const step = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log2(bytes) / 10));
  const value = bytes / 1024 ** step;
  return `${(value >= 1_000 ? whole : small).format(value)} ${units[step] ?? 'B'}`;
}

/** Milliseconds: `0.35 ms`, `850 ms`, `1.20 s`, `3 min 5 s`. */
export function formatDuration(ms: number): string {
  return ms < 10 ? `${tiny.format(ms)} ms` : kernelDuration(ms);
}

/** A configured duration, without the digits that a measured one has: `5 s`, `1 min`. */
export function formatSetting(ms: number): string {
  return formatDuration(ms)
    .replace(/\.00(?= s$)/, '')
    .replace(/(?<=min) 0 s$/, '')
    .replace(/(?<=h) 0 min$/, '');
}

/** The time of day when `at` is of the same day as `now`, the day and the time otherwise. */
export function formatMoment(at: number, now: number): string {
  const sameDay = new Date(at).toDateString() === new Date(now).toDateString();
  return (sameDay ? clockTime : dayTime).format(at);
}

/** Date, time and zone in full, for a title. */
export function formatMomentInFull(at: number): string {
  return `${fullTime.format(at)} (${at})`;
}

/** How long ago, in one unit: `just now`, `12 s ago`, `3 min ago`, `2 h ago`, `5 d ago`. A clock that runs ahead gives `just now`. */
export function formatAge(at: number, now: number): string {
  const seconds = Math.floor((now - at) / 1_000);
  if (seconds < 1) return 'just now';
  if (seconds < 60) return `${seconds} s ago`;
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} min ago`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3_600)} h ago`;
  return `${Math.floor(seconds / 86_400)} d ago`;
}

/** An id or path with its middle left out, so that both of its ends can be compared: `3f2a…9c01`. */
export function shortenMiddle(text: string, keep: number): string {
  return text.length <= 2 * keep + 1 ? text : `${text.slice(0, keep)}…${text.slice(-keep)}`;
}
