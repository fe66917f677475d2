import type { KernelFunction } from '../functions/catalogue.ts';
import { ExpressionFailure } from './expression-error.ts';
import type { Expression } from './expression.ts';
import { type TimeUnit, timeUnits } from './time-unit.ts';
import type { TypedExpression } from './typed-expression.ts';

const floored = timeUnits.slice(0, timeUnits.indexOf('MILLISECOND') + 1);
const counted = timeUnits.slice(timeUnits.indexOf('YEAR'), timeUnits.indexOf('MILLISECOND') + 1);

/** Units that a function of time takes. */
const unitsOf: Readonly<Partial<Record<KernelFunction, readonly TimeUnit[]>>> = {
  EXTRACT: timeUnits.filter((unit) => unit !== 'MICROSECOND' && unit !== 'NANOSECOND'),
  'FLOOR TO': floored,
  'CEIL TO': floored,
  TIMESTAMPADD: counted,
  TIMESTAMPDIFF: counted,
};

/** A unit as an argument: a text with its name. */
export function checkUnit(
  name: KernelFunction,
  { unit, span }: Extract<Expression, { kind: 'unit' }>,
): TypedExpression {
  const units: readonly string[] = unitsOf[name] ?? [];
  if (units.includes(unit)) return { kind: 'literal', value: unit, type: 'STRING', nullable: false, span };
  const message = `${name} does not know the unit ${unit}; it knows ${units.join(', ')}.`;
  throw new ExpressionFailure('TYPE_ERROR', message, span);
}
