export const dayMs = 86_400_000;

/** Days since 1970-01-01 of a time. */
export function dayOf(epochMs: number): number {
  return Math.floor(epochMs / dayMs);
}

/** Days since 1970-01-01 of a date of the Gregorian calendar, which is taken to hold for all years; month from 1. */
export function daysFromCivil(year: number, month: number, day: number): number {
  const shifted = month <= 2 ? year - 1 : year;
  const era = Math.floor(shifted / 400);
  const yearOfEra = shifted - era * 400;
  const monthFromMarch = (month + 9) % 12;
  const dayOfYear = Math.floor((153 * monthFromMarch + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

/**
 * The date of a day in one small number, so that none is put into an object: year * 512 + month * 32 + day. {@link yearIn} and the like
 * take it apart.
 */
export function civilOf(days: number): number {
  const shifted = days + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1_460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1;
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  return (year << 9) | (month << 5) | day | 0;
}

export function yearIn(civil: number): number {
  return civil >> 9;
}

export function monthIn(civil: number): number {
  return (civil >> 5) & 15;
}

export function dayIn(civil: number): number {
  return civil & 31;
}

export function daysInMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** From 1, Sunday, to 7. */
export function weekdayOf(days: number): number {
  return ((((days + 4) % 7) + 7) % 7) + 1;
}

/** The Thursday of the week of ISO 8601 that the day lies in: its year is the week's year. */
export function thursdayOf(days: number): number {
  return days - ((weekdayOf(days) + 5) % 7) + 3;
}

/** The week of ISO 8601, from 1 to 53. */
export function isoWeekOf(days: number): number {
  const thursday = thursdayOf(days);
  return Math.floor((thursday - daysFromCivil(yearIn(civilOf(thursday)), 1, 1)) / 7) + 1;
}

/** The same day so many months later, or the last of the month when it has no such day. */
export function plusMonths(days: number, months: number): number {
  const civil = civilOf(days);
  const total = yearIn(civil) * 12 + monthIn(civil) - 1 + months;
  const year = Math.floor(total / 12);
  const month = total - year * 12 + 1;
  return daysFromCivil(year, month, Math.min(dayIn(civil), daysInMonth(year, month)));
}
