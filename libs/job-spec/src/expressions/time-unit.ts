/** Units that a time has, from the longest; EXTRACT knows all of them. */
export const timeUnits = [
  'MILLENNIUM',
  'CENTURY',
  'DECADE',
  'YEAR',
  'QUARTER',
  'MONTH',
  'WEEK',
  'DAY',
  'HOUR',
  'MINUTE',
  'SECOND',
  'MILLISECOND',
  'MICROSECOND',
  'NANOSECOND',
  'EPOCH',
  'DOW',
  'ISODOW',
  'DOY',
  'ISOYEAR',
] as const;
export type TimeUnit = (typeof timeUnits)[number];
