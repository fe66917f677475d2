import type { CheckSpec } from './check-spec.ts';
import type { RowShape } from './row-shape.ts';

/** A drawn job with all that must hold of it. Plain data. */
export interface Pipeline {
  readonly seed: number;
  /** A job spec as a user would POST it. */
  readonly spec: { readonly name: string; readonly parallelism: number } & Readonly<Record<string, unknown>>;
  readonly shape: RowShape;
  /** Uids of all operators. */
  readonly operators: readonly string[];
  /** Of operators that have one of their own, by uid. */
  readonly parallelisms: Readonly<Record<string, number>>;
  /** By uid: what the operator's rows and state are checked against. */
  readonly checks: Readonly<Record<string, CheckSpec>>;
  readonly sinks: readonly SinkExpectation[];
  readonly tuning: PipelineTuning;
  /** Whether an engine that is begun anew may take another parallelism. */
  readonly isRescaled: boolean;
}

export interface PipelineTuning {
  readonly batchRows: number;
  readonly channelCredits: number;
  readonly flushAfterMs: number;
  /** Threads of an attempt at most. */
  readonly threads: number;
  /** Rows a second that one source makes at most, over all its subtasks; null: as many as it can. */
  readonly rowsPerSecondMax: number | null;
}

/** What the committed files of a sink must hold at the end. */
export interface SinkExpectation {
  readonly kind: 'rows' | 'updates';
  /** Folder below the files root. */
  readonly path: string;
  readonly format: 'jsonl' | 'csv';
}
