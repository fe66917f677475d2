import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatTimestampText, parseTimestampText } from './timestamp-text.ts';

describe('parseTimestampText', () => {
  it.each([
    ['2024-05-01', Date.UTC(2024, 4, 1)],
    ['2024-05-01 12:30', Date.UTC(2024, 4, 1, 12, 30)],
    ['2024-05-01T12:30:15Z', Date.UTC(2024, 4, 1, 12, 30, 15)],
    ['2024-05-01 12:30:15.25', Date.UTC(2024, 4, 1, 12, 30, 15, 250)],
    ['2024-05-01 12:30:15.123456789', Date.UTC(2024, 4, 1, 12, 30, 15, 123)],
    ['1969-12-31 23:59:59.999', -1],
    ['2024-02-29', Date.UTC(2024, 1, 29)],
  ])('reads %s', (text, expected) => {
    expect(parseTimestampText(text)).toBe(expected);
  });

  it.each([
    '',
    'now',
    '2023-02-29',
    '2024-13-01',
    '2024-05-01 24:00',
    '2024-05-01 12:60',
    '2024-05-01 12:00:61',
    '2024-5-1',
  ])('refuses %j', (text) => {
    expect(parseTimestampText(text)).toBeUndefined();
  });

  it('leaves a number beyond the calendar as it is', () => {
    expect(formatTimestampText(8.64e15 + 1)).toBe('8640000000000001');
    expect(formatTimestampText(0)).toBe('1970-01-01 00:00:00.000');
  });

  it('reads what is formatted', () => {
    const times = fc.integer({ min: Date.UTC(1000, 0), max: Date.UTC(9999, 11, 31) });
    fc.assert(fc.property(times, (time) => parseTimestampText(formatTimestampText(time)) === time));
  });
});
