import { timestampMax, zoneOffsetMs } from '@weir/job-spec';
import { dayMs, daysFromCivil } from './time-calendar.ts';

/** Zones kept at most: their names may be computed. */
const zonesMax = 64;

/** Clocks of time zones, by the platform's own rules. One for each call. */
export class ZoneClock {
  readonly #formats = new Map<string, Intl.DateTimeFormat | null>();

  /** What clocks of the zone show at a time of UTC; undefined when there is no such zone, or no calendar date. */
  toLocal(utc: number, zone: string): number | undefined {
    const offset = this.#offsetAt(utc, zone);
    return offset === undefined ? undefined : utc + offset;
  }

  /**
   * The time of UTC at which clocks of the zone show `local`. A time that they show twice is the first of the two; one that they skip is
   * moved on by what they skip.
   */
  toUtc(local: number, zone: string): number | undefined {
    const before = this.#offsetAt(local - dayMs, zone);
    const after = this.#offsetAt(local + dayMs, zone);
    if (before === undefined || after === undefined) return undefined;
    if (before === after) return local - before;
    const [first, second] = [local - before, local - after];
    if (this.#offsetAt(first, zone) === before) return first;
    return this.#offsetAt(second, zone) === after ? second : first;
  }

  #offsetAt(utc: number, zone: string): number | undefined {
    const fixed = zoneOffsetMs(zone);
    if (fixed !== undefined) return fixed;
    const format = this.#formatOf(zone);
    if (format === null || !(Math.abs(utc) <= timestampMax)) return undefined;
    const at: Record<string, number> = {};
    let isBeforeChrist = false;
    for (const { type, value } of format.formatToParts(utc)) {
      if (type === 'era') isBeforeChrist = value.startsWith('B');
      else at[type] = Number(value);
    }
    const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = at;
    const days = daysFromCivil(isBeforeChrist ? 1 - year : year, month, day);
    const shown = days * dayMs + hour * 3_600_000 + minute * 60_000 + second * 1_000;
    return shown - Math.floor(utc / 1_000) * 1_000;
  }

  #formatOf(zone: string): Intl.DateTimeFormat | null {
    let format = this.#formats.get(zone);
    if (format === undefined) {
      if (this.#formats.size >= zonesMax) this.#formats.clear();
      format = makeFormat(zone);
      this.#formats.set(zone, format);
    }
    return format;
  }
}

function makeFormat(zone: string): Intl.DateTimeFormat | null {
  try {
    return new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      era: 'short',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  } catch {
    // Intl throws a RangeError for a zone that it does not know.
    return null;
  }
}
