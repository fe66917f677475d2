import type { OperatorUid } from '@weir/kernel';
import type { ColumnSchema } from '../column.ts';
import type { AggregateFunction } from '../expressions/type-aggregate.ts';
import type { CompiledText } from '../expressions/typed-expression.ts';
import type { GeneratorColumn } from '../operators/datagen.ts';
import type { OperatorRole } from '../operators/operator-schema.ts';
import type { FileFormat } from '../operators/sink-schemas.ts';
import type { EmitPolicy } from '../operators/transform-schemas.ts';

/** What every operator of an analysed job has. All of it is plain data, cloneable between threads. */
export interface AnalyzedOperatorBase {
  readonly uid: OperatorUid;
  /** For people; the uid when the spec names none. */
  readonly name: string;
  readonly role: OperatorRole;
  readonly parallelism: number;
  /** false: never fused with the operator before it. */
  readonly chain: boolean;
  /** uids of the operators it reads, in the spec's order; empty for a source. */
  readonly inputs: readonly OperatorUid[];
  /** Columns of the rows it reads; empty for a source. Expressions refer to these by index. */
  readonly inputColumns: readonly ColumnSchema[];
  /** Columns of the rows it emits; empty for a sink. */
  readonly columns: readonly ColumnSchema[];
}

/** A value of `elements`, already of its column's type; null: NULL. */
export type Cell = string | number | boolean | null;

export interface ElementsOperator extends AnalyzedOperatorBase {
  readonly type: 'elements';
  /** Row by row, in the order of `columns`. */
  readonly rows: readonly (readonly Cell[])[];
}

export interface DatagenOperator extends AnalyzedOperatorBase {
  readonly type: 'datagen';
  /** null: endless. Over all subtasks. */
  readonly rows: number | null;
  /** null: as fast as it can. Over all subtasks. */
  readonly rowsPerSecond: number | null;
  readonly generators: readonly GeneratorColumn[];
}

export interface SocketTextOperator extends AnalyzedOperatorBase {
  readonly type: 'socket-text';
  readonly host: string;
  readonly port: number;
  readonly delimiter: string;
  /** -1: for ever. */
  readonly maxRetries: number;
}

/** A result column of `map`: `columns[i]` of the operator is made by `projections[i]`. */
export interface Projection {
  readonly column: ColumnSchema;
  readonly value: CompiledText;
}

export interface MapOperator extends AnalyzedOperatorBase {
  readonly type: 'map';
  readonly projections: readonly Projection[];
}

export interface FilterOperator extends AnalyzedOperatorBase {
  readonly type: 'filter';
  /** BOOLEAN; a row passes when it is TRUE, not when it is NULL. */
  readonly where: CompiledText;
}

export interface FlatMapOperator extends AnalyzedOperatorBase {
  readonly type: 'flat-map';
  /** Index among `inputColumns` of the text that is split; a NULL gives no rows. */
  readonly splitColumn: number;
  /** A regular expression in RE2's syntax. */
  readonly separator: string;
  readonly keepEmpty: boolean;
  /** Indexes among `inputColumns` of the columns kept; the part comes last in `columns`. */
  readonly keptColumns: readonly number[];
}

export interface UnionOperator extends AnalyzedOperatorBase {
  readonly type: 'union';
}

export interface AnalyzedAggregate {
  readonly column: ColumnSchema;
  readonly function: AggregateFunction;
  /** null: `COUNT(*)`. Rows whose argument is NULL do not count. */
  readonly argument: CompiledText | null;
}

export interface AggregateOperator extends AnalyzedOperatorBase {
  readonly type: 'aggregate';
  /** Indexes among `inputColumns`; empty: one key for all rows. `columns` begins with these. */
  readonly keyColumns: readonly number[];
  readonly aggregates: readonly AnalyzedAggregate[];
  readonly emit: EmitPolicy;
}

export interface PrintOperator extends AnalyzedOperatorBase {
  readonly type: 'print';
  readonly limit: number;
}

export interface BlackholeOperator extends AnalyzedOperatorBase {
  readonly type: 'blackhole';
}

export interface FileSinkOperator extends AnalyzedOperatorBase {
  readonly type: 'file';
  /** Relative to the files root; no part of it is `..`. */
  readonly path: string;
  readonly format: FileFormat;
  /** null: never for its size. */
  readonly rollBytes: number | null;
}

export type AnalyzedOperator =
  | ElementsOperator
  | DatagenOperator
  | SocketTextOperator
  | MapOperator
  | FilterOperator
  | FlatMapOperator
  | UnionOperator
  | AggregateOperator
  | PrintOperator
  | BlackholeOperator
  | FileSinkOperator;
