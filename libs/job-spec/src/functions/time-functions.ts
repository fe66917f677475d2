import { type Declarations, gives, takes } from './declaration.ts';

const partOf = (meaning: string, expression: string, value: number) =>
  ({
    category: 'time',
    form: 'rewritten',
    signatures: [takes({ time: 'TIMESTAMP' }, 'BIGINT')],
    meaning,
    examples: [gives(expression, value)],
  }) as const;

/** TIMESTAMP is UTC, to the millisecond. */
export const timeFunctions = {
  EXTRACT: {
    category: 'time',
    signatures: [takes({ unit: 'UNIT', time: 'TIMESTAMP' }, 'BIGINT')],
    usage: ['EXTRACT(unit FROM time)'],
    meaning:
      'A part of a time: YEAR, QUARTER, MONTH, WEEK (of ISO 8601), DAY, DOY (day of the year), DOW (1 is Sunday), ISODOW (1 is Monday), ISOYEAR, HOUR, MINUTE, SECOND, MILLISECOND, EPOCH (seconds since 1970), DECADE, CENTURY, MILLENNIUM.',
    examples: [gives("EXTRACT(HOUR FROM TIMESTAMP '2024-05-01 12:30:15')", 12)],
  },
  YEAR: partOf('The year, as EXTRACT(YEAR FROM time).', "YEAR(TIMESTAMP '2024-05-01 12:30:15')", 2024),
  QUARTER: partOf('The quarter of the year, from 1 to 4.', "QUARTER(TIMESTAMP '2024-05-01 12:30:15')", 2),
  MONTH: partOf('The month, from 1 to 12.', "MONTH(TIMESTAMP '2024-05-01 12:30:15')", 5),
  WEEK: partOf('The week of the year by ISO 8601, from 1 to 53.', "WEEK(TIMESTAMP '2024-05-01 12:30:15')", 18),
  DAYOFYEAR: partOf('The day of the year, from 1 to 366.', "DAYOFYEAR(TIMESTAMP '2024-05-01 12:30:15')", 122),
  DAYOFMONTH: partOf('The day of the month, from 1 to 31.', "DAYOFMONTH(TIMESTAMP '2024-05-01 12:30:15')", 1),
  DAYOFWEEK: partOf('The day of the week, from 1, Sunday, to 7.', "DAYOFWEEK(TIMESTAMP '2024-05-01 12:30:15')", 4),
  HOUR: partOf('The hour, from 0 to 23.', "HOUR(TIMESTAMP '2024-05-01 12:30:15')", 12),
  MINUTE: partOf('The minute, from 0 to 59.', "MINUTE(TIMESTAMP '2024-05-01 12:30:15')", 30),
  SECOND: partOf('The second, from 0 to 59.', "SECOND(TIMESTAMP '2024-05-01 12:30:15')", 15),
  'FLOOR TO': {
    category: 'time',
    signatures: [takes({ time: 'TIMESTAMP', unit: 'UNIT' }, 'TIMESTAMP')],
    usage: ['FLOOR(time TO unit)'],
    meaning:
      'The begin of the unit that the time lies in: MILLENNIUM, CENTURY, DECADE, YEAR, QUARTER, MONTH, WEEK (from Sunday), DAY, HOUR, MINUTE, SECOND or MILLISECOND.',
    examples: [gives("FLOOR(TIMESTAMP '2024-05-01 12:30:15' TO HOUR)", '2024-05-01 12:00:00.000')],
  },
  'CEIL TO': {
    category: 'time',
    signatures: [takes({ time: 'TIMESTAMP', unit: 'UNIT' }, 'TIMESTAMP')],
    usage: ['CEIL(time TO unit)'],
    meaning: 'The begin of the next unit; the time itself when it is one.',
    examples: [gives("CEIL(TIMESTAMP '2024-05-01 12:30:15' TO HOUR)", '2024-05-01 13:00:00.000')],
  },
  TIMESTAMPADD: {
    category: 'time',
    signatures: [takes({ unit: 'UNIT', count: 'BIGINT', time: 'TIMESTAMP' }, 'TIMESTAMP')],
    meaning:
      'The time so many units later: YEAR, QUARTER, MONTH, WEEK, DAY, HOUR, MINUTE, SECOND or MILLISECOND. A day that the month does not have becomes its last.',
    examples: [gives("TIMESTAMPADD(MONTH, 1, TIMESTAMP '2024-01-31 10:00:00')", '2024-02-29 10:00:00.000')],
  },
  TIMESTAMPDIFF: {
    category: 'time',
    signatures: [takes({ unit: 'UNIT', from: 'TIMESTAMP', to: 'TIMESTAMP' }, 'INT')],
    meaning:
      'How many whole units lie between two times, negative when `to` is earlier: YEAR, QUARTER, MONTH, WEEK, DAY, HOUR, MINUTE or SECOND.',
    examples: [gives("TIMESTAMPDIFF(DAY, TIMESTAMP '2024-02-28 12:00:00', TIMESTAMP '2024-03-01 12:00:00')", 2)],
  },
  INTERVAL: {
    category: 'time',
    form: 'syntax',
    signatures: [],
    usage: ["time + INTERVAL 'count' unit", "time - INTERVAL 'count' unit"],
    meaning:
      'A time later or earlier: YEAR, QUARTER, MONTH, WEEK, DAY, HOUR, MINUTE, SECOND, or a range as DAY TO SECOND. An interval is no value of its own.',
    examples: [
      gives("TIMESTAMP '2024-05-01 12:00:00' + INTERVAL '90' MINUTE", '2024-05-01 13:30:00.000'),
      gives("TIMESTAMP '2024-05-01 12:00:00' - INTERVAL '1 12:00:00' DAY TO SECOND", '2024-04-30 00:00:00.000'),
    ],
  },
  DATE_FORMAT: {
    category: 'time',
    signatures: [takes({ time: 'TIMESTAMP', format: 'TIME_FORMAT' }, 'STRING')],
    meaning:
      'The time as text: `yyyy` year, `MM` month (`MMM` its short name, `MMMM` its name), `dd` day, `HH` hour (`hh` and `a` of twelve), `mm` minute, `ss` second, `SSS` fraction, `EEE` and `EEEE` weekday, `D` day of the year; what is in single quotes stands for itself. NULL for a computed format that is none.',
    nulls: 'own',
    examples: [gives("DATE_FORMAT(TIMESTAMP '2024-05-01 12:30:15', 'dd.MM.yyyy HH:mm')", '01.05.2024 12:30')],
  },
  TO_TIMESTAMP: {
    category: 'time',
    signatures: [takes({ text: 'STRING', 'format?': 'TIME_FORMAT' }, 'TIMESTAMP')],
    meaning:
      'The time that a text stands for, in the given format or as `yyyy-MM-dd HH:mm:ss`; NULL when it stands for none.',
    nulls: 'own',
    examples: [
      gives("TO_TIMESTAMP('2024-05-01 12:30:15')", '2024-05-01 12:30:15.000'),
      gives("TO_TIMESTAMP('01/05/2024', 'dd/MM/yyyy')", '2024-05-01 00:00:00.000'),
    ],
  },
  TO_TIMESTAMP_LTZ: {
    category: 'time',
    signatures: [
      takes({ epoch: 'BIGINT', 'precision?': 'INT' }, 'TIMESTAMP'),
      takes({ text: 'STRING', 'format?': 'TIME_FORMAT', 'zone?': 'TIME_ZONE' }, 'TIMESTAMP'),
    ],
    meaning:
      'The time of an epoch in seconds (precision 0) or milliseconds (3, when left out); or that a text in the given zone stands for. TIMESTAMP, as all times are UTC.',
    nulls: 'own',
    examples: [
      gives('TO_TIMESTAMP_LTZ(1714566615, 0)', '2024-05-01 12:30:15.000'),
      gives("TO_TIMESTAMP_LTZ('2024-05-01 14:30', 'yyyy-MM-dd HH:mm', 'Europe/Berlin')", '2024-05-01 12:30:00.000'),
    ],
  },
  UNIX_TIMESTAMP: {
    category: 'time',
    signatures: [takes({ text: 'STRING', 'format?': 'TIME_FORMAT' }, 'BIGINT')],
    meaning:
      'The seconds since 1970 of a time written as text, `yyyy-MM-dd HH:mm:ss` when no format is given; -9223372036854775808 in Flink, NULL here, when it stands for none.',
    nulls: 'own',
    examples: [gives("UNIX_TIMESTAMP('2024-05-01 12:30:15')", 1714566615)],
  },
  FROM_UNIXTIME: {
    category: 'time',
    signatures: [takes({ seconds: 'BIGINT', 'format?': 'TIME_FORMAT' }, 'STRING')],
    meaning:
      'Seconds since 1970 as text, `yyyy-MM-dd HH:mm:ss` when no format is given; NULL beyond every calendar date, and for a computed format that is none.',
    nulls: 'own',
    examples: [gives('FROM_UNIXTIME(1714566615)', '2024-05-01 12:30:15')],
  },
  CONVERT_TZ: {
    category: 'time',
    signatures: [takes({ text: 'STRING', from: 'TIME_ZONE', to: 'TIME_ZONE' }, 'STRING')],
    meaning:
      'A time `yyyy-MM-dd HH:mm:ss` of one time zone as it reads in another; NULL when the text stands for none.',
    nulls: 'own',
    examples: [gives("CONVERT_TZ('2024-05-01 12:00:00', 'UTC', 'Europe/Berlin')", '2024-05-01 14:00:00')],
  },
} as const satisfies Declarations;
