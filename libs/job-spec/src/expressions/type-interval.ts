import { ExpressionFailure } from './expression-error.ts';
import type { Expression } from './expression.ts';
import type { Checker } from './checker.ts';
import type { TimeUnit } from './time-unit.ts';
import type { TypedExpression } from './typed-expression.ts';

type Interval = Extract<Expression, { kind: 'interval' }>;

/** `time + INTERVAL`, `INTERVAL + time` and `time - INTERVAL` as TIMESTAMPADD; undefined when no interval stands there. */
export function checkShift(
  checker: Checker,
  { left, right, operator, span }: Extract<Expression, { kind: 'binary' }>,
): TypedExpression | undefined {
  const interval = right.kind === 'interval' ? right : left.kind === 'interval' && operator === '+' ? left : undefined;
  if (interval === undefined) return undefined;
  const time = checker.checkAs(interval === right ? left : right, 'TIMESTAMP', 'What an interval is added to');
  const { unit, count } = lengthOf(interval);
  const shared = { nullable: false, span: interval.span } as const;
  return {
    kind: 'call',
    function: 'TIMESTAMPADD',
    arguments: [
      { kind: 'literal', value: unit, type: 'STRING', ...shared },
      { kind: 'literal', value: operator === '-' ? 0 - count : count, type: 'BIGINT', ...shared },
      time,
    ],
    type: 'TIMESTAMP',
    nullable: time.nullable,
    span,
  };
}

const monthsOf: Readonly<Partial<Record<TimeUnit, number>>> = { YEAR: 12, QUARTER: 3, MONTH: 1 };
const msOf: Readonly<Partial<Record<TimeUnit, number>>> = {
  WEEK: 604_800_000,
  DAY: 86_400_000,
  HOUR: 3_600_000,
  MINUTE: 60_000,
  SECOND: 1_000,
};
/** Units of a range, each a part of the one before. */
const chain: readonly TimeUnit[] = ['DAY', 'HOUR', 'MINUTE', 'SECOND'];

function lengthOf(interval: Interval): { readonly unit: TimeUnit; readonly count: number } {
  const [from, to] = interval.unit.split(' TO ') as [TimeUnit, TimeUnit | undefined];
  const text = interval.text.trim();
  const sign = (text.startsWith('-') ? -1 : 1) * (interval.isNegative ? -1 : 1);
  const digits = text.replace(/^[+-]/, '');
  const length = to === undefined ? plainLength(digits, from) : rangeLength(digits, from, to);
  if (length === undefined) {
    const form = to === undefined ? `INTERVAL '2' ${from}` : rangeExample(from, to);
    const message = `'${interval.text}' is no interval of ${interval.unit}; write ${form}.`;
    throw new ExpressionFailure('SYNTAX_ERROR', message, interval.span);
  }
  return { unit: length.unit, count: sign * length.count + 0 };
}

interface Length {
  readonly unit: 'MONTH' | 'MILLISECOND';
  readonly count: number;
}

function plainLength(digits: string, unit: TimeUnit): Length | undefined {
  const match = /^(\d{1,9})(?:\.(\d{1,9}))?$/.exec(digits);
  if (!match || (match[2] !== undefined && unit !== 'SECOND')) return undefined;
  const months = monthsOf[unit];
  if (months !== undefined) return { unit: 'MONTH', count: Number(match[1]) * months };
  const ms = msOf[unit];
  return ms === undefined ? undefined : { unit: 'MILLISECOND', count: Number(match[1]) * ms + fractionMs(match[2]) };
}

/** `1-2` YEAR TO MONTH, `1 02:03:04.5` DAY TO SECOND and what lies between. */
function rangeLength(digits: string, from: TimeUnit, to: TimeUnit): Length | undefined {
  if (from === 'YEAR' && to === 'MONTH') {
    const match = /^(\d{1,9})-(\d{1,2})$/.exec(digits);
    return match ? { unit: 'MONTH', count: Number(match[1]) * 12 + Number(match[2]) } : undefined;
  }
  const units = chain.slice(chain.indexOf(from), chain.indexOf(to) + 1);
  if (!chain.includes(from) || units.length < 2) return undefined;
  const between = units.map((unit, index) => (index === 0 ? '' : unit === 'HOUR' ? ' ' : ':'));
  const shape = between.map((mark) => `${mark}(\\d{1,9})`).join('');
  const match = new RegExp(`^${shape}(?:\\.(\\d{1,9}))?$`).exec(digits);
  if (!match || (match[units.length + 1] !== undefined && to !== 'SECOND')) return undefined;
  const count = units.reduce((sum, unit, index) => sum + Number(match[index + 1]) * (msOf[unit] ?? 0), 0);
  return { unit: 'MILLISECOND', count: count + fractionMs(match[units.length + 1]) };
}

function fractionMs(digits: string | undefined): number {
  return digits === undefined ? 0 : Number(digits.slice(0, 3).padEnd(3, '0'));
}

function rangeExample(from: TimeUnit, to: TimeUnit): string {
  if (from === 'YEAR') return "INTERVAL '1-2' YEAR TO MONTH";
  if (!chain.includes(from) || chain.indexOf(to) <= chain.indexOf(from)) return "INTERVAL '1 02:03:04' DAY TO SECOND";
  const parts: Readonly<Partial<Record<TimeUnit, string>>> = { DAY: '1', HOUR: ' 02', MINUTE: ':03', SECOND: ':04' };
  const units = chain.slice(chain.indexOf(from), chain.indexOf(to) + 1);
  return `INTERVAL '${units
    .map((unit) => parts[unit] ?? '')
    .join('')
    .replace(/^[ :]/, '')}' ${from} TO ${to}`;
}
