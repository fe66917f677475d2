import { columnTypes, type ColumnType } from '../column.ts';
import { didYouMean } from '../diagnostics/did-you-mean.ts';
import { parseTypeName } from './coercion.ts';
import { ExpressionFailure, type Span } from './expression-error.ts';

/** The type that is named; throws {@link ExpressionFailure} when there is none of the name. */
export function readTypeName({
  typeName,
  typeSpan,
}: {
  readonly typeName: string;
  readonly typeSpan: Span;
}): ColumnType {
  const type = parseTypeName(typeName);
  if (type) return type;
  const message = `There is no type ${typeName}; there are ${columnTypes.join(', ')}.${didYouMean(typeName, columnTypes)}`;
  throw new ExpressionFailure('TYPE_ERROR', message, typeSpan);
}
