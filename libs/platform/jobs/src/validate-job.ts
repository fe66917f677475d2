import { analyzeJob, jobGraph, type JobGraph } from '@weir/job-spec';
import type { JobWarning } from '@weir/persistence';
import { toWarning } from './analyze-spec.ts';

export interface JobValidation {
  readonly valid: boolean;
  /** Errors and warnings. */
  readonly diagnostics: readonly JobWarning[];
  /** Null unless valid. */
  readonly graph: JobGraph | null;
}

/** Says what is right and wrong with a spec. Nothing is stored. */
export function validateJob(spec: unknown): JobValidation {
  const analysis = analyzeJob(spec);
  return analysis.ok
    ? { valid: true, diagnostics: analysis.warnings.map(toWarning), graph: jobGraph(analysis.job) }
    : { valid: false, diagnostics: analysis.diagnostics.map(toWarning), graph: null };
}
