import { checkJson } from '../diagnostics/check-json.ts';
import { describeIssue } from '../diagnostics/describe-issue.ts';
import { DIAGNOSTICS_MAX, errorAt, warningAt, type Diagnostic } from '../diagnostics/diagnostic.ts';
import { jobSpecSchema, type JobSpec } from '../job-spec.ts';
import { resolveCheckpointing } from '../settings/checkpointing.ts';
import { defaultMaxParallelism } from '../settings/max-parallelism.ts';
import { resolveRestartStrategy } from '../settings/restart-strategy.ts';
import type { AnalyzedJob, JobAnalysis } from './analyzed-job.ts';
import type { AnalyzedOperator } from './analyzed-operator.ts';
import { analyzeOperator } from './analyze-operator.ts';
import { joinColumns } from './analyze-union.ts';
import { checkSinkFolders } from './check-sink-folders.ts';
import { OperatorContext } from './operator-context.ts';
import { sortOperators, type PlacedOperator } from './topology.ts';

export interface AnalyzeOptions {
  /** In place of the spec's parallelism, for operators that name none; 1 to 128. */
  readonly parallelism?: number | null;
}

/** Checks and resolves a job from JSON data of any shape. It never throws: whatever is wrong is a diagnostic. */
export function analyzeJob(input: unknown, options: AnalyzeOptions = {}): JobAnalysis {
  const unsafe = checkJson(input);
  if (unsafe) return { ok: false, diagnostics: [unsafe] };
  const parsed = jobSpecSchema.safeParse(input);
  if (!parsed.success) {
    const diagnostics = parsed.error.issues.slice(0, DIAGNOSTICS_MAX).flatMap((issue) => describeIssue(issue, input));
    return { ok: false, diagnostics: withoutEchoes(diagnostics).slice(0, DIAGNOSTICS_MAX) };
  }
  return analyzeSpec(parsed.data, options.parallelism ?? parsed.data.parallelism);
}

function analyzeSpec(spec: JobSpec, parallelism: number): JobAnalysis {
  const topology = sortOperators(spec.operators);
  const { operators, diagnostics: found } = analyzeOperators(topology.sorted, parallelism);
  const widest = Math.max(parallelism, ...operators.map((operator) => operator.parallelism));
  const maxParallelism = spec.maxParallelism ?? defaultMaxParallelism(widest);
  const diagnostics = [
    ...topology.diagnostics,
    ...found,
    ...checkMaxParallelism(maxParallelism, widest),
    ...checkSinkFolders(spec.operators),
    ...warnings(spec),
  ];
  if (diagnostics.some(({ severity }) => severity === 'error')) {
    return { ok: false, diagnostics: errorsFirst(diagnostics).slice(0, DIAGNOSTICS_MAX) };
  }
  const job: AnalyzedJob = {
    spec,
    name: spec.name,
    parallelism,
    maxParallelism,
    isMaxParallelismExplicit: spec.maxParallelism !== undefined,
    checkpointing: resolveCheckpointing(spec.checkpointing),
    stateBackend: spec.stateBackend,
    checkpointStorage: spec.checkpointStorage,
    restartStrategy: resolveRestartStrategy(spec.restartStrategy),
    operators,
  };
  return { ok: true, job, warnings: diagnostics.slice(0, DIAGNOSTICS_MAX) };
}

function analyzeOperators(
  sorted: readonly PlacedOperator[],
  jobParallelism: number,
): { readonly operators: readonly AnalyzedOperator[]; readonly diagnostics: readonly Diagnostic[] } {
  const analyzed = new Map<string, AnalyzedOperator>();
  const diagnostics: Diagnostic[] = [];
  for (const operator of sorted) {
    const inputs = operator.inputs.flatMap((uid) => analyzed.get(uid) ?? []);
    if (diagnostics.length >= DIAGNOSTICS_MAX) break;
    // An input with errors of its own is not judged a second time through those who read it.
    if (inputs.length < operator.inputs.length) continue;
    const inputColumns = joinColumns(inputs.map((input) => input.columns));
    const context = new OperatorContext(operator, { jobParallelism, inputColumns });
    const result = analyzeOperator(operator.spec, inputs, context);
    diagnostics.push(...context.diagnostics);
    if (result && context.diagnostics.length === 0) analyzed.set(operator.spec.uid, result);
  }
  return { operators: [...analyzed.values()], diagnostics };
}

function checkMaxParallelism(maxParallelism: number, widest: number): readonly Diagnostic[] {
  if (widest <= maxParallelism) return [];
  const message = `maxParallelism (${maxParallelism}) is below the greatest parallelism (${widest}).`;
  return [errorAt(['maxParallelism'], 'OUT_OF_RANGE', message)];
}

function warnings(spec: JobSpec): readonly Diagnostic[] {
  return spec.operators.flatMap((operator, index) => {
    const path = ['operators', index];
    if (operator.type === 'socket-text') {
      const message =
        'A socket cannot be read again: after a failure, rows that came since the last checkpoint are lost (at most once). ' +
        'Use a source that can be read again where every row counts.';
      return [warningAt(path, 'AT_MOST_ONCE_SOURCE', message)];
    }
    if (operator.type === 'file' && spec.checkpointing.interval === undefined) {
      const message =
        'Without checkpointing.interval the files become visible only with a manual checkpoint, a savepoint or the end of the input.';
      return [warningAt(path, 'NOTHING_COMMITTED', message)];
    }
    return [];
  });
}

/** So that no warning takes the place of an error in a list that is cut. */
function errorsFirst(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  return [...errors, ...diagnostics.filter(({ severity }) => severity === 'warning')];
}

/** Leaves out the missing `input` of an operator whose `inputs` was refused, and the other way round: one mistake, one diagnostic. */
function withoutEchoes(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const refused = new Set(
    diagnostics
      .filter(({ code }) => code === 'WRONG_INPUT_COUNT')
      .map(({ pointer }) => pointer.replace(/\/inputs?$/, '')),
  );
  return diagnostics.filter(
    ({ code, pointer }) =>
      code !== 'MISSING_FIELD' || !/\/inputs?$/.test(pointer) || !refused.has(pointer.replace(/\/inputs?$/, '')),
  );
}
