import type { ColumnType } from '../column.ts';
import { ExpressionFailure } from './expression-error.ts';
import type { Checker } from './checker.ts';
import type { JsonCall, JsonFallback, Expression } from './expression.ts';
import { checkLiteralText } from './literal-checks.ts';
import { readTypeName } from './type-name.ts';
import type { TypedExpression, TypedJsonFallback } from './typed-expression.ts';

/** Types that a value of JSON can be returned as. */
const returnable: readonly ColumnType[] = ['STRING', 'BOOLEAN', 'INT', 'BIGINT', 'DOUBLE'];

export function checkJsonCall(checker: Checker, call: JsonCall & Pick<Expression, 'span'>): TypedExpression {
  const { span, wrapper } = call;
  const json = checker.checkAs(call.operand, 'STRING', `The first argument of ${call.function}`);
  const path = checker.checkAs(call.path, 'STRING', `The path of ${call.function}`);
  checkLiteralText('JSON_PATH', path);
  const type = typeOf(call);
  const defaults = call.function === 'JSON_EXISTS' ? 'FALSE' : 'NULL';
  const onEmpty = fallbackOf(checker, call.onEmpty ?? { kind: 'NULL' }, type);
  const onError = fallbackOf(checker, call.onError ?? { kind: defaults }, type);
  const isUnknown = onError.kind === 'VALUE' && onError.value === null;
  const nullable = json.nullable || path.nullable || call.function !== 'JSON_EXISTS' || isUnknown;
  return { kind: 'json', function: call.function, json, path, wrapper, onEmpty, onError, type, nullable, span };
}

function typeOf(call: JsonCall): ColumnType {
  if (call.function === 'JSON_EXISTS') return 'BOOLEAN';
  if (call.returning === null) return 'STRING';
  const type = readTypeName(call.returning);
  if (returnable.includes(type)) return type;
  const message = `JSON_VALUE returns ${returnable.join(', ')}, not ${type}.`;
  throw new ExpressionFailure('TYPE_ERROR', message, call.returning.typeSpan);
}

function fallbackOf(checker: Checker, fallback: JsonFallback, type: ColumnType): TypedJsonFallback {
  switch (fallback.kind) {
    case 'ERROR':
      return { kind: 'ERROR' };
    case 'NULL':
    case 'UNKNOWN':
      return { kind: 'VALUE', value: null };
    case 'TRUE':
    case 'FALSE':
      return { kind: 'VALUE', value: fallback.kind === 'TRUE' };
    case 'EMPTY ARRAY':
      return { kind: 'VALUE', value: '[]' };
    case 'EMPTY OBJECT':
      return { kind: 'VALUE', value: '{}' };
    case 'DEFAULT': {
      const value = checker.checkAs(fallback.value, type, 'What stands after DEFAULT');
      if (value.kind === 'literal') return { kind: 'VALUE', value: value.value };
      throw new ExpressionFailure(
        'TYPE_ERROR',
        'What stands after DEFAULT has to be written out.',
        fallback.value.span,
      );
    }
  }
}
