import { parseTimestampText } from '@weir/job-spec';

const whole = /^[+-]?\d{1,400}(?:\.\d{0,400})?$/;
const decimal = /^[+-]?(?:\d{1,400}(?:\.\d{0,400})?|\.\d{1,400})(?:[eE][+-]?\d{1,5})?$/;
const truths: ReadonlySet<string> = new Set(['true', 't', 'yes', 'y', '1']);
const untruths: ReadonlySet<string> = new Set(['false', 'f', 'no', 'n', '0']);

/** A text that stands for a value of a type; undefined when it stands for none. Blanks around it do not count. */
export function parseWhole(text: string): number | undefined {
  const trimmed = text.trim();
  // As in Flink, digits behind a point are cut.
  return whole.test(trimmed) ? Math.trunc(Number(trimmed)) + 0 : undefined;
}

export function parseDouble(text: string): number | undefined {
  const trimmed = text.trim();
  if (decimal.test(trimmed)) return Number(trimmed);
  if (/^[+-]?Infinity$/.test(trimmed)) return trimmed.startsWith('-') ? -Infinity : Infinity;
  return trimmed === 'NaN' ? Number.NaN : undefined;
}

/** 1 or 0. */
export function parseTruth(text: string): number | undefined {
  const word = text.trim().toLowerCase();
  if (truths.has(word)) return 1;
  return untruths.has(word) ? 0 : undefined;
}

export function parseTime(text: string): number | undefined {
  return parseTimestampText(text);
}
