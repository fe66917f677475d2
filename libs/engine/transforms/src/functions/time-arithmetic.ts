import { timestampMax, type TimeUnit } from '@weir/job-spec';
import type { FunctionArguments } from './function-arguments.ts';
import { FAILED, type FunctionBody, toDouble, toInt, VALUE } from './function-kernel.ts';
import { civilOf, dayIn, dayMs, dayOf, monthIn, plusMonths, yearIn } from './time-calendar.ts';

/** Months, or milliseconds, in one of a unit. */
const lengths: Readonly<Partial<Record<TimeUnit, { readonly months: number } | { readonly ms: number }>>> = {
  YEAR: { months: 12 },
  QUARTER: { months: 3 },
  MONTH: { months: 1 },
  WEEK: { ms: 7 * dayMs },
  DAY: { ms: dayMs },
  HOUR: { ms: 3_600_000 },
  MINUTE: { ms: 60_000 },
  SECOND: { ms: 1_000 },
  MILLISECOND: { ms: 1 },
};

function lengthIn(given: FunctionArguments): { readonly months: number; readonly ms: number } {
  return { months: 0, ms: 0, ...lengths[given.literal(0) as TimeUnit] };
}

export const timestampAdd = toDouble((given): FunctionBody<Float64Array> => {
  const [count, time] = [given.number(1), given.number(2)];
  const { months, ms } = lengthIn(given);
  return {
    write: (row, out) => {
      const start = time.at(row);
      if (months === 0) out[row] = start + count.at(row) * ms;
      else {
        const days = dayOf(start);
        // Beyond a million years nothing is a date any more; the calendar's numbers stay small.
        if (!(Math.abs(count.at(row) * months) < 12_000_000)) return FAILED;
        out[row] = plusMonths(days, count.at(row) * months) * dayMs + (start - days * dayMs);
      }
      return Math.abs(out[row]) <= timestampMax ? VALUE : FAILED;
    },
    explain: (row) => ({
      code: 'INTEGER_OUT_OF_RANGE',
      detail: `${count.at(row)} ${String(given.literal(0)).toLowerCase()}s later is outside TIMESTAMP`,
    }),
  };
});

export const timestampDiff = toInt((given): FunctionBody<Int32Array> => {
  const [from, to] = [given.number(1), given.number(2)];
  const { months, ms } = lengthIn(given);
  return {
    write: (row, out) => {
      const value =
        months === 0
          ? Math.trunc((to.at(row) - from.at(row)) / ms)
          : Math.trunc(monthsBetween(from.at(row), to.at(row)) / months);
      out[row] = value;
      return out[row] === value ? VALUE : FAILED;
    },
    explain: () => ({ code: 'INTEGER_OUT_OF_RANGE', detail: 'the times lie farther apart than an INT counts' }),
  };
});

/** Whole months, toward 0. */
function monthsBetween(from: number, to: number): number {
  if (to < from) return 0 - monthsBetween(to, from);
  const [start, end] = [civilOf(dayOf(from)), civilOf(dayOf(to))];
  const months = (yearIn(end) - yearIn(start)) * 12 + monthIn(end) - monthIn(start);
  const isShort =
    dayIn(end) < dayIn(start) || (dayIn(end) === dayIn(start) && to - dayOf(to) * dayMs < from - dayOf(from) * dayMs);
  return isShort ? months - 1 : months;
}
