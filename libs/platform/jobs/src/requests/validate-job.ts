import { jobGraph, type JobGraph } from '@weir/job-spec';
import type { JobWarning } from '@weir/persistence';
import { checkSpec } from './analyze-spec.ts';
import type { JobsContext } from '../jobs-context.ts';

export interface JobValidation {
  readonly valid: boolean;
  /** Errors and warnings. */
  readonly diagnostics: readonly JobWarning[];
  /** Null unless valid. */
  readonly graph: JobGraph | null;
}

/** Says what is right and wrong with a spec. Nothing is stored. */
export function validateJob(context: Pick<JobsContext, 'snapshotRoots'>, spec: unknown): JobValidation {
  const check = checkSpec(context, spec);
  return check.kind === 'valid'
    ? { valid: true, diagnostics: check.warnings, graph: jobGraph(check.job) }
    : { valid: false, diagnostics: check.diagnostics, graph: null };
}
