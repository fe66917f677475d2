import type { TimeUnit } from '@weir/job-spec';
import { invariant } from '@weir/kernel';
import { type DoubleMap, DoubleMapKernel } from '../expressions/number-kernels.ts';
import type { MakeFunction } from './function-kernel.ts';
import {
  civilOf,
  dayIn,
  dayMs,
  dayOf,
  daysFromCivil,
  isoWeekOf,
  monthIn,
  thursdayOf,
  weekdayOf,
  yearIn,
} from './time-calendar.ts';

type EachRow = (times: Float64Array, out: Float64Array, row: number) => void;

/** A loop over rows; the arrays are handed over, so that no number is put into an object on the way. */
function eachRow(write: EachRow): DoubleMap {
  return (times, out, rows) => {
    for (let row = 0; row < rows; row += 1) write(times, out, row);
  };
}

/** Of a part of fixed length: its number since the begin of the next longer one. */
function fixedPart(sizeMs: number, count: number): DoubleMap {
  return (times, out, rows) => {
    for (let row = 0; row < rows; row += 1) {
      const whole = Math.floor((times[row] as number) / sizeMs);
      out[row] = whole - Math.floor(whole / count) * count;
    }
  };
}

const year: DoubleMap = (times, out, rows) => {
  for (let row = 0; row < rows; row += 1) out[row] = yearIn(civilOf(dayOf(times[row] as number)));
};

const month: DoubleMap = (times, out, rows) => {
  for (let row = 0; row < rows; row += 1) out[row] = monthIn(civilOf(dayOf(times[row] as number)));
};

const dayOfMonth: DoubleMap = (times, out, rows) => {
  for (let row = 0; row < rows; row += 1) out[row] = dayIn(civilOf(dayOf(times[row] as number)));
};

/** Century and millennium count from 1: the year 2000 is of the 20th century. */
function yearsOf(length: number): DoubleMap {
  return eachRow((times, out, row) => {
    const value = yearIn(civilOf(dayOf(times[row] as number)));
    out[row] = value > 0 ? Math.floor((value + length - 1) / length) : Math.floor((value - length + 1) / length) + 0;
  });
}

const parts: Readonly<Partial<Record<TimeUnit, DoubleMap>>> = {
  YEAR: year,
  QUARTER: eachRow((times, out, row) => {
    out[row] = Math.floor((monthIn(civilOf(dayOf(times[row] as number))) + 2) / 3);
  }),
  MONTH: month,
  WEEK: eachRow((times, out, row) => {
    out[row] = isoWeekOf(dayOf(times[row] as number));
  }),
  DAY: dayOfMonth,
  DOY: eachRow((times, out, row) => {
    const days = dayOf(times[row] as number);
    out[row] = days - daysFromCivil(yearIn(civilOf(days)), 1, 1) + 1;
  }),
  DOW: eachRow((times, out, row) => {
    out[row] = weekdayOf(dayOf(times[row] as number));
  }),
  ISODOW: eachRow((times, out, row) => {
    out[row] = ((weekdayOf(dayOf(times[row] as number)) + 5) % 7) + 1;
  }),
  ISOYEAR: eachRow((times, out, row) => {
    out[row] = yearIn(civilOf(thursdayOf(dayOf(times[row] as number))));
  }),
  HOUR: fixedPart(3_600_000, 24),
  MINUTE: fixedPart(60_000, 60),
  SECOND: fixedPart(1_000, 60),
  MILLISECOND: fixedPart(1, 60_000),
  EPOCH: (times, out, rows) => {
    for (let row = 0; row < rows; row += 1) out[row] = Math.floor((times[row] as number) / 1_000);
  },
  DECADE: eachRow((times, out, row) => {
    out[row] = Math.floor(yearIn(civilOf(dayOf(times[row] as number))) / 10);
  }),
  CENTURY: yearsOf(100),
  MILLENNIUM: yearsOf(1_000),
};

/** The begin of the unit that a time lies in. */
const floors: Readonly<Partial<Record<TimeUnit, DoubleMap>>> = {
  MILLENNIUM: floorToYears(1_000, 1),
  CENTURY: floorToYears(100, 1),
  DECADE: floorToYears(10, 0),
  YEAR: floorToYears(1, 0),
  QUARTER: floorToMonths(3),
  MONTH: floorToMonths(1),
  WEEK: eachRow((times, out, row) => {
    const days = dayOf(times[row] as number);
    out[row] = (days - weekdayOf(days) + 1) * dayMs;
  }),
  DAY: floorToFixed(dayMs),
  HOUR: floorToFixed(3_600_000),
  MINUTE: floorToFixed(60_000),
  SECOND: floorToFixed(1_000),
  MILLISECOND: floorToFixed(1),
};

function floorToFixed(sizeMs: number): DoubleMap {
  return (times, out, rows) => {
    for (let row = 0; row < rows; row += 1) out[row] = Math.floor((times[row] as number) / sizeMs) * sizeMs;
  };
}

function floorToMonths(count: 1 | 3): DoubleMap {
  return eachRow((times, out, row) => {
    const civil = civilOf(dayOf(times[row] as number));
    const first = count === 1 ? monthIn(civil) : monthIn(civil) - ((monthIn(civil) - 1) % 3);
    out[row] = daysFromCivil(yearIn(civil), first, 1) * dayMs;
  });
}

/** `first`: the first year that the counting begins with. */
function floorToYears(count: number, first: 0 | 1): DoubleMap {
  return eachRow((times, out, row) => {
    const civil = civilOf(dayOf(times[row] as number));
    const begin = Math.floor((yearIn(civil) - first) / count) * count + first;
    out[row] = daysFromCivil(begin, 1, 1) * dayMs;
  });
}

/** The time itself when it is a begin, else the begin of what follows: the floor of a time a little more than a unit later. */
function ceiling(floor: DoubleMap, mostMs: number): DoubleMap {
  const shifted = { times: new Float64Array(0) };
  return (times, out, rows) => {
    floor(times, out, rows);
    if (shifted.times.length < rows) shifted.times = new Float64Array(out.length);
    const next = shifted.times;
    for (let row = 0; row < rows; row += 1) next[row] = (out[row] as number) + mostMs;
    floor(next, next, rows);
    for (let row = 0; row < rows; row += 1) if (out[row] !== times[row]) out[row] = next[row] as number;
  };
}

/** A stretch that is longer than any of the unit and shorter than any two of it. */
const longerThanMs: Readonly<Partial<Record<TimeUnit, number>>> = {
  MILLENNIUM: 365_400 * dayMs,
  CENTURY: 36_600 * dayMs,
  DECADE: 3_700 * dayMs,
  YEAR: 370 * dayMs,
  QUARTER: 95 * dayMs,
  MONTH: 33 * dayMs,
  WEEK: 7 * dayMs,
  DAY: dayMs,
  HOUR: 3_600_000,
  MINUTE: 60_000,
  SECOND: 1_000,
  MILLISECOND: 1,
};

/** `unit` is written out, at this place; the time is the other argument. */
const byUnit =
  (unitPlace: 0 | 1, maps: (unit: TimeUnit) => DoubleMap | undefined): MakeFunction =>
  (_compiler, call, operands) => {
    const unit = call.arguments[unitPlace];
    const operand = operands[1 - unitPlace];
    const map = unit?.kind === 'literal' ? maps(unit.value as TimeUnit) : undefined;
    invariant(map && operand, 'A unit of time that the analysis allows has a loop.', { unit: unit?.kind });
    return new DoubleMapKernel(operand, map);
  };

export const extract = byUnit(0, (unit) => parts[unit]);
export const floorTo = byUnit(1, (unit) => floors[unit]);
export const ceilTo = byUnit(1, (unit) => {
  const [floor, most] = [floors[unit], longerThanMs[unit]];
  return floor && most ? ceiling(floor, most) : undefined;
});
