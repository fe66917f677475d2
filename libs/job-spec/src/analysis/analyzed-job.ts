import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { JobSpec } from '../job-spec.ts';
import type { ResolvedCheckpointing } from '../settings/checkpointing.ts';
import type { ResolvedRestartStrategy } from '../settings/restart-strategy.ts';
import type { CheckpointStorageSpec, StateBackendSpec } from '../settings/state-storage.ts';
import type { AnalyzedOperator } from './analyzed-operator.ts';

/** A job ready to run: every default decided, every name resolved, times in milliseconds. Plain data, cloneable between threads. */
export interface AnalyzedJob {
  /** The normalised spec, to be stored and shown. */
  readonly spec: JobSpec;
  readonly name: string;
  /** Of operators that name none. */
  readonly parallelism: number;
  /** Number of key groups. */
  readonly maxParallelism: number;
  /** false: derived from the parallelism, so a restore may take the snapshot's instead. */
  readonly isMaxParallelismExplicit: boolean;
  readonly checkpointing: ResolvedCheckpointing;
  readonly stateBackend: StateBackendSpec;
  readonly checkpointStorage: CheckpointStorageSpec;
  readonly restartStrategy: ResolvedRestartStrategy;
  /** Each after all of its inputs; otherwise in the spec's order. */
  readonly operators: readonly AnalyzedOperator[];
}

export type JobAnalysis =
  | { readonly ok: true; readonly job: AnalyzedJob; readonly warnings: readonly Diagnostic[] }
  /** At least one error; warnings may be among them. */
  | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] };
