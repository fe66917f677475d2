import { analyzeJob, type AnalyzedJob, type Diagnostic } from '@weir/job-spec';
import type { JobWarning } from '@weir/persistence';
import { JobsError } from './jobs-error.ts';

export interface CheckedSpec {
  readonly job: AnalyzedJob;
  readonly warnings: readonly JobWarning[];
}

/** Analyses a spec, or rejects with everything that is wrong with it. */
export function analyzeSpec(input: unknown): CheckedSpec {
  const analysis = analyzeJob(input);
  if (!analysis.ok) throw specInvalid(analysis.diagnostics);
  return { job: analysis.job, warnings: analysis.warnings.map(toWarning) };
}

export function toWarning(diagnostic: Diagnostic): JobWarning {
  const { pointer, code, message, severity, position } = diagnostic;
  return {
    pointer,
    code,
    message,
    severity,
    position: position === undefined ? null : { offset: position.offset, length: position.length },
  };
}

function specInvalid(diagnostics: readonly Diagnostic[]): JobsError {
  const errors = diagnostics.filter((diagnostic) => diagnostic.severity === 'error');
  const first = errors[0];
  const more = errors.length > 1 ? ` And ${errors.length - 1} more.` : '';
  return new JobsError(
    'SPEC_INVALID',
    `The job spec is not valid.${first === undefined ? '' : ` ${first.pointer || '/'}: ${first.message}${more}`}`,
    {
      problems: errors.map(({ pointer, code, message }) => ({ pointer, code, message })),
    },
  );
}
