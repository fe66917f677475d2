import type { ColumnSchema, ColumnType } from '../column.ts';
import { resolveGenerator } from '../operators/resolve-generator.ts';
import type { GeneratorColumn } from '../operators/datagen.ts';
import type { Cell, DatagenOperator, ElementsOperator, SocketTextOperator } from './analyzed-operator.ts';
import type { OperatorContext, SpecOf } from './operator-context.ts';

export function analyzeElements(spec: SpecOf<'elements'>, context: OperatorContext): ElementsOperator | undefined {
  const names = [...new Set(spec.rows.flatMap((row) => Object.keys(row)))];
  if (!context.allowsColumns(['rows'], names.length)) return undefined;
  if (names.length === 0) context.error(['rows'], 'INVALID_VALUE', 'The rows have no columns.');
  const columns = names.map((name) => inferColumn(name, spec.rows, context));
  const rows = spec.rows.map((row) =>
    names.map((name): Cell => (Object.hasOwn(row, name) ? (row[name] ?? null) : null)),
  );
  return { ...context.undividedBase(columns, 'elements emits its rows in order'), type: 'elements', rows };
}

function inferColumn(name: string, rows: SpecOf<'elements'>['rows'], context: OperatorContext): ColumnSchema {
  let type: ColumnType | undefined;
  let nullable = false;
  for (const [index, row] of rows.entries()) {
    const value = Object.hasOwn(row, name) ? (row[name] ?? null) : null;
    if (value === null) {
      nullable = true;
      continue;
    }
    const wider = type === undefined ? typeOfCell(value) : joinTypes(type, typeOfCell(value));
    if (wider === undefined) {
      const message = `${JSON.stringify(name)} is ${type} in the rows before, but ${typeOfCell(value)} here; a column has one type.`;
      context.error(['rows', index, name], 'MIXED_TYPES', message);
      break;
    }
    type = wider;
  }
  if (type === undefined) {
    context.error(['rows'], 'MIXED_TYPES', `${JSON.stringify(name)} is null in every row, so its type cannot be told.`);
  }
  return { name, type: type ?? 'STRING', nullable };
}

function typeOfCell(value: string | number | boolean): ColumnType {
  if (typeof value === 'string') return 'STRING';
  if (typeof value === 'boolean') return 'BOOLEAN';
  if (!Number.isSafeInteger(value)) return 'DOUBLE';
  return (value | 0) === value ? 'INT' : 'BIGINT';
}

const widths: readonly ColumnType[] = ['INT', 'BIGINT', 'DOUBLE'];

function joinTypes(left: ColumnType, right: ColumnType): ColumnType | undefined {
  if (left === right) return left;
  const wider = Math.max(widths.indexOf(left), widths.indexOf(right));
  return widths.includes(left) && widths.includes(right) ? widths[wider] : undefined;
}

export function analyzeDatagen(spec: SpecOf<'datagen'>, context: OperatorContext): DatagenOperator | undefined {
  if (!context.allowsColumns(['columns'], Object.keys(spec.columns).length)) return undefined;
  const generators: GeneratorColumn[] = [];
  for (const [name, generatorSpec] of Object.entries(spec.columns)) {
    const resolved = resolveGenerator(generatorSpec, { seed: spec.seed, column: name });
    if (resolved.ok) {
      generators.push({ column: { name, type: resolved.type, nullable: false }, generator: resolved.generator });
      continue;
    }
    const { option, message } = resolved.problem;
    const code = option === 'values' ? 'MIXED_TYPES' : 'OUT_OF_RANGE';
    context.error(['columns', name, ...(option === undefined ? [] : [option])], code, message);
  }
  if (Object.keys(spec.columns).length === 0) context.error(['columns'], 'INVALID_VALUE', 'datagen has no columns.');
  return {
    ...context.base(generators.map(({ column }) => column)),
    type: 'datagen',
    rows: spec.rows ?? null,
    rowsPerSecond: spec.rowsPerSecond ?? null,
    generators,
  };
}

export function analyzeSocketText(spec: SpecOf<'socket-text'>, context: OperatorContext): SocketTextOperator {
  const columns: readonly ColumnSchema[] = [{ name: 'line', type: 'STRING', nullable: false }];
  const { host, port, delimiter, maxRetries } = spec;
  return {
    ...context.undividedBase(columns, 'socket-text is one connection'),
    type: 'socket-text',
    host,
    port,
    delimiter,
    maxRetries,
  };
}
