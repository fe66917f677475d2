import { analyzeJob, type AnalyzedJob, type Diagnostic } from '@weir/job-spec';
import type { JobWarning } from '@weir/persistence';
import { folderProblem } from './check-folder.ts';
import type { JobsContext } from '../jobs-context.ts';
import { JobsError } from '../jobs-error.ts';

export interface CheckedSpec {
  readonly job: AnalyzedJob;
  readonly warnings: readonly JobWarning[];
}

export type SpecCheck =
  | { readonly kind: 'valid'; readonly job: AnalyzedJob; readonly warnings: readonly JobWarning[] }
  | { readonly kind: 'invalid'; readonly diagnostics: readonly JobWarning[] };

/** Analyses a spec, and checks what only this installation knows: the folders it may use, the texts its database can hold. */
export function checkSpec({ snapshotRoots }: Pick<JobsContext, 'snapshotRoots'>, input: unknown): SpecCheck {
  const analysis = analyzeJob(input);
  if (!analysis.ok) return { kind: 'invalid', diagnostics: analysis.diagnostics.map(toWarning) };
  const local = [...folderDiagnostics(snapshotRoots, analysis.job), ...nameDiagnostics(analysis.job)];
  return local.length > 0
    ? { kind: 'invalid', diagnostics: [...local, ...analysis.warnings.map(toWarning)] }
    : { kind: 'valid', job: analysis.job, warnings: analysis.warnings.map(toWarning) };
}

/** As {@link checkSpec}, but rejects with everything that is wrong. */
export function analyzeSpec(context: Pick<JobsContext, 'snapshotRoots'>, input: unknown): CheckedSpec {
  const check = checkSpec(context, input);
  if (check.kind === 'invalid') throw specInvalid(check.diagnostics);
  return check;
}

function toWarning({ pointer, code, message, severity, position }: Diagnostic): JobWarning {
  const range = position === undefined ? null : { offset: position.offset, length: position.length };
  return { pointer, code, message, severity, position: range };
}

function folderDiagnostics(
  roots: JobsContext['snapshotRoots'],
  { checkpointStorage: { path } }: AnalyzedJob,
): JobWarning[] {
  const problem = path === undefined ? null : folderProblem(roots, path, '/checkpointStorage/path');
  return problem === null ? [] : [{ ...problem, severity: 'error', position: null }];
}

function nameDiagnostics({ name }: AnalyzedJob): JobWarning[] {
  // eslint-disable-next-line no-control-regex -- control characters are what it looks for
  if (!/[\u0000-\u001f\u007f\ud800-\udfff]/u.test(name)) return [];
  const message = 'A name must not contain control characters or half characters.';
  return [{ pointer: '/name', code: 'INVALID_VALUE', message, severity: 'error', position: null }];
}

function specInvalid(diagnostics: readonly JobWarning[]): JobsError {
  const errors = diagnostics.filter((diagnostic) => diagnostic.severity === 'error');
  const [first, ...others] = errors;
  const more = others.length > 0 ? ` And ${others.length} more.` : '';
  const what = first === undefined ? '' : ` ${first.pointer || '/'}: ${first.message}${more}`;
  return new JobsError('SPEC_INVALID', `The job spec is not valid.${what}`, {
    problems: errors.map(({ pointer, code, message }) => ({ pointer, code, message })),
  });
}
