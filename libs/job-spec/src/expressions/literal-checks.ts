import { parseJsonPath } from '../functions/json-path.ts';
import type { ParameterType } from '../functions/declaration.ts';
import { checkPattern } from '../functions/pattern.ts';
import { parseTimeFormat } from '../functions/time-format.ts';
import { isTimeZone } from '../functions/time-zone.ts';
import { ExpressionFailure } from './expression-error.ts';
import type { TypedExpression } from './typed-expression.ts';

const checks = {
  PATTERN: checkPattern,
  TIME_FORMAT: (text: string) => problemOf(parseTimeFormat(text)),
  JSON_PATH: (text: string) => problemOf(parseJsonPath(text)),
  TIME_ZONE: (text: string) =>
    isTimeZone(text)
      ? undefined
      : `There is no time zone ${JSON.stringify(text)}; write UTC, GMT+02:00 or Europe/Berlin.`,
} as const;
type LiteralText = keyof typeof checks;

export function isLiteralText(parameter: ParameterType | undefined): parameter is LiteralText {
  return parameter !== undefined && Object.hasOwn(checks, parameter);
}

/** Throws {@link ExpressionFailure} when a text that is written out is none of its kind; a computed one is looked at for each row. */
export function checkLiteralText(kind: LiteralText, argument: TypedExpression): void {
  if (argument.kind !== 'literal' || typeof argument.value !== 'string') return;
  const problem = checks[kind](argument.value);
  if (problem !== undefined) throw new ExpressionFailure('SYNTAX_ERROR', problem, argument.span);
}

function problemOf(parsed: { readonly problem: string } | object): string | undefined {
  return 'problem' in parsed ? parsed.problem : undefined;
}
